"""One state after another, with the history and the limits of AWS.

AWS: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
"""

import copy

from ministack.core.responses import now_iso
from ministack.services import stepfunctions
from step_functions_limits import check_size, to_json
from step_functions_scopes import current


def run_states(states, start_at, given, execution, context):
    """Runs from `start_at` to an end and returns the output."""
    # Branches run at once: each needs a `$$.State` and a `$$.Task` of its own. Variables stay shared.
    context = {**context}
    name, value = start_at, copy.deepcopy(given)
    while name:
        current().check()
        state = states[name]
        context["State"] = {"Name": name, "EnteredTime": now_iso(), "RetryCount": 0}
        add_event(execution, f"{state['Type']}StateEntered", "stateEntered", name=name, input=to_json(value))
        value, next_name = run_state(state, value, execution, context)
        check_size(value, name)
        add_event(execution, f"{state['Type']}StateExited", "stateExited", name=name, output=to_json(value))
        name = next_name
    return value


def run_state(state, value, execution, context):
    match state["Type"]:
        case "Succeed":
            effective = stepfunctions._apply_input_path(state, value, context)
            return stepfunctions._apply_output_path(state, effective, context), None
        case "Fail":
            raise stepfunctions._ExecutionError(*stepfunctions._fail_state_error(state, value, context))
        case "Pass":
            return stepfunctions._execute_pass(state, value, context)
        case "Choice":
            return stepfunctions._execute_choice(state, value, context)
        case "Wait":
            return stepfunctions._execute_wait(state, value, context)
        case "Task":
            return stepfunctions._execute_task(state, value, execution, context)
        case "Parallel":
            return stepfunctions._execute_parallel(state, value, execution, context)
        case "Map":
            return stepfunctions._execute_map(state, value, execution, context)
        case other:
            raise stepfunctions._ExecutionError("States.Runtime", f"Unknown state type: {other}")


def add_event(execution, event_type, details_name, **details):
    """Without `details_name` the details are named after the type."""
    key = details_name or event_type[0].lower() + event_type[1:]
    present = {name: value for name, value in details.items() if value is not None}
    stepfunctions._add_event(execution, event_type, {f"{key}EventDetails": present} if present else None)
