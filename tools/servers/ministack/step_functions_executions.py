"""The life of an execution.

- StartExecution with the name and the input of one that runs answers that one; input is JSON of at most 256 KiB, and a
  name has 1 to 80 characters, none of the forbidden ones.
- `TimeoutSeconds` of the machine ends it with TIMED_OUT.
- Once it has stopped, nothing of it goes on, and nothing changes how it ended.
- The history has the input and the output of every state, also within Map and Parallel.

AWS: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html
"""

import json
import re
import threading

from ministack.core.responses import error_response_json, get_account_id, get_region, json_response, now_iso
from ministack.services import stepfunctions
from replacing import replaces
from step_functions_limits import LIMIT_BYTES, is_json, to_json
from step_functions_scopes import Ended, Scope, in_scope
from step_functions_states import run_states

FORBIDDEN_IN_NAMES = re.compile(r"[\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]")

scopes = {}
history_lock = threading.Lock()


@replaces(stepfunctions, "_start_execution")
def start(original, data):
    name, given = data.get("name"), data.get("input", "{}")
    if name is not None and (not 1 <= len(name) <= 80 or FORBIDDEN_IN_NAMES.search(name)):
        return error_response_json("InvalidName", f"Invalid Name: '{name}'", 400)
    if len(given.encode()) > LIMIT_BYTES:
        return error_response_json(
            "ValidationException",
            "1 validation error detected: Value at 'input' failed to satisfy constraint: "
            f"Member must have length less than or equal to {LIMIT_BYTES}",
            400,
        )
    if not is_json(given):
        return error_response_json("InvalidExecutionInput", "Invalid State Machine Execution Input", 400)
    running = running_execution(data.get("stateMachineArn", ""), name)
    if running is not None and json.loads(running["input"]) == json.loads(given):
        return json_response({"executionArn": running["executionArn"], "startDate": running["startDate"]})
    return original(data)


@replaces(stepfunctions, "_run_execution")
def run(_original, arn):
    execution = stepfunctions._executions.get(arn)
    machine = execution and stepfunctions._state_machines.get(execution["stateMachineArn"])
    if not machine:
        return
    definition = json.loads(machine["definition"])
    scope = scopes[arn] = Scope(role_arn=machine["roleArn"])
    timer = end_in_time(execution, definition.get("TimeoutSeconds"), scope)
    try:
        in_scope(scope, lambda: run_to_end(execution, machine, definition))()
    except Ended:
        pass
    finally:
        timer.cancel()
        scope.end()
        scopes.pop(arn, None)


def run_to_end(execution, machine, definition):
    given = json.loads(execution["input"])
    context = {
        "QueryLanguage": definition.get("QueryLanguage", "JSONPath"),
        "Execution": {
            "Id": execution["executionArn"],
            "Input": given,
            "Name": execution["name"],
            "RoleArn": machine["roleArn"],
            "StartTime": execution["startDate"],
        },
        "StateMachine": {"Id": execution["stateMachineArn"], "Name": machine["name"]},
        "variables": {},
    }
    try:
        output = run_states(definition["States"], definition["StartAt"], given, execution, context)
    except stepfunctions._ExecutionError as error:
        return stepfunctions._fail_execution(execution, error.error, error.cause)
    except Ended:
        raise
    except Exception as error:
        stepfunctions.logger.exception("%s", execution["executionArn"])
        return stepfunctions._fail_execution(execution, "States.Runtime", str(error))
    finish(execution, "SUCCEEDED", "ExecutionSucceeded", {"output": to_json(output)})


def finish(execution, status, event, details):
    if execution["status"] != "RUNNING":
        return
    execution.update(status=status, stopDate=now_iso(), **details)
    stepfunctions._add_event(execution, event, {f"{event[0].lower()}{event[1:]}EventDetails": details})
    stepfunctions._emit_execution_status_event(execution)


def end_in_time(execution, seconds, scope):
    def time_out():
        finish(execution, "TIMED_OUT", "ExecutionTimedOut", {"error": "States.Timeout", "cause": ""})
        scope.end()

    timer = threading.Timer(seconds or 0, in_scope(scope, time_out))
    timer.daemon = True
    if seconds:
        timer.start()
    return timer


@replaces(stepfunctions, "_stop_execution")
def stop(original, data):
    answer = original(data)
    scope = scopes.get(data.get("executionArn"))
    if scope is not None and answer[0] == 200:
        scope.end()
    return answer


@replaces(stepfunctions, "_fail_execution")
def fail(_original, execution, error, cause):
    finish(execution, "FAILED", "ExecutionFailed", {"error": error, "cause": cause})


@replaces(stepfunctions, "_add_event")
def add_event(original, execution, event_type, details=None):
    with history_lock:
        event = original(execution, event_type, details)
        event["previousEventId"] = event["id"] - 1
        return event


def running_execution(machine_arn, name):
    base = stepfunctions._resolve_state_machine_arn(machine_arn)
    machine = stepfunctions._state_machines.get(base) if base and name else None
    if machine is None:
        return None
    arn = f"arn:aws:states:{get_region()}:{get_account_id()}:execution:{machine['name']}:{name}"
    execution = stepfunctions._executions.get(arn)
    return execution if execution and execution["status"] == "RUNNING" else None

