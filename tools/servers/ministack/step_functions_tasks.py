"""A Task state in JSONPath, as AWS runs it.

- Every attempt has a new task token. The invocation and the answer of the token may come in any order; a failed
  invocation fails the task.
- `TimeoutSeconds` and `HeartbeatSeconds`, also by path, end the wait for a token.
- The history has the parameters of a task and its result.
- Input, result and output of a task are at most 256 KiB.

AWS: https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""

import threading
import time

from ministack.core.responses import get_region
from ministack.services import stepfunctions
from replacing import replaces
from step_functions_limits import check_size, to_json
from step_functions_retries import with_retries
from step_functions_scopes import current, in_scope
from step_functions_states import add_event
from step_functions_tokens import open_token

POLL_SECONDS = 0.05

WAIT_FOR_TOKEN = ".waitForTaskToken"


@replaces(stepfunctions, "_execute_task")
def execute(original, state, value, execution, context):
    if stepfunctions._state_query_language(state, context) == "JSONata" or ":activity:" in state["Resource"]:
        return original(state, value, execution, context)

    def run():
        return attempt(state, value, execution, context), stepfunctions._next_or_end(state)

    return with_retries(state, value, context, run)


def attempt(state, value, execution, context):
    resource = state["Resource"]
    token = open_token(execution.get("stateMachineArn", "")) if resource.endswith(WAIT_FOR_TOKEN) else None
    if token is not None:
        context["Task"] = {"Token": token.text}
    effective = stepfunctions._apply_input_path(state, value, context)
    effective = check_size(stepfunctions._apply_parameters(state, effective, context), context["State"]["Name"])
    limits = {key: seconds(state, key, value, context) for key in ("TimeoutSeconds", "HeartbeatSeconds")}

    history = History(execution, resource)
    history.scheduled(effective, limits)
    try:
        result = check_size(wait_for_result(resource, effective, token, limits), resource)
    except stepfunctions._ExecutionError as error:
        history.failed(error)
        raise
    finally:
        if token is not None:
            token.close()
    history.succeeded(result)

    selected = stepfunctions._apply_result_selector(state, result)
    output = stepfunctions._apply_result_path(state, value, selected)
    return stepfunctions._apply_output_path(state, output, context)


def wait_for_result(resource, effective, token, limits):
    """The result of the invocation; with a token, what came by the token."""
    invocation = Invocation(lambda: stepfunctions._invoke_resource(resource.removesuffix(WAIT_FOR_TOKEN), effective))
    scope, started_at = current(), time.monotonic()
    while True:
        (token or invocation).wait(POLL_SECONDS)
        if token is not None and token.is_answered():
            return token.answer()
        if invocation.has_ended() and (token is None or invocation.error is not None):
            return invocation.answer()
        scope.check()
        check_time(limits["TimeoutSeconds"], started_at, "States.Timeout")
        if token is not None:
            check_time(limits["HeartbeatSeconds"], token.last_heartbeat_at, "States.HeartbeatTimeout")


def check_time(limit_seconds, since, error):
    if limit_seconds is not None and time.monotonic() - since > limit_seconds:
        raise stepfunctions._ExecutionError(error, "")


class Invocation:
    """The call of the resource, on a thread of its own: a task that has timed out does not stop what it called."""

    def __init__(self, call):
        self._ended = threading.Event()
        self.error = self._result = None
        threading.Thread(target=in_scope(current(), lambda: self._run(call)), daemon=True).start()

    def _run(self, call):
        try:
            self._result = call()
        except Exception as error:
            self.error = error
        self._ended.set()

    def has_ended(self):
        return self._ended.is_set()

    def wait(self, seconds):
        self._ended.wait(seconds)

    def answer(self):
        if self.error is not None:
            raise self.error
        return self._result


class History:
    """The events of one attempt. A function named by its ARN has events of its own kind."""

    def __init__(self, execution, resource):
        self.execution = execution
        self.is_function = resource.startswith("arn:aws:lambda:")
        parts = resource.split(":")
        self.names = {} if self.is_function else {"resourceType": parts[-2], "resource": parts[-1]}
        self.function = resource if self.is_function else None

    def scheduled(self, effective, limits):
        given = to_json(effective)
        if self.is_function:
            details = {"resource": self.function, "input": given, "timeoutInSeconds": limits["TimeoutSeconds"]}
        else:
            details = {
                "parameters": given,
                "region": get_region(),
                "timeoutInSeconds": limits["TimeoutSeconds"],
                "heartbeatInSeconds": limits["HeartbeatSeconds"],
            }
        self._add("Scheduled", **details)
        self._add("Started")

    def succeeded(self, result):
        self._add("Succeeded", output=to_json(result))

    def failed(self, error):
        timed_out = error.error in ("States.Timeout", "States.HeartbeatTimeout")
        self._add("TimedOut" if timed_out else "Failed", error=error.error, cause=error.cause)

    def _add(self, what, **details):
        kind = "LambdaFunction" if self.is_function else "Task"
        add_event(self.execution, f"{kind}{what}", None, **self.names, **details)


def seconds(state, key, value, context):
    path = state.get(f"{key}Path")
    return stepfunctions._resolve_path_or_ctx(path, value, context) if path else state.get(key)

