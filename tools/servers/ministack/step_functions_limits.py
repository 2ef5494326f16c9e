"""256 KiB of input or output for a state, a task or an execution.

AWS: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html#service-limits-task-executions
"""

import json

from ministack.services import stepfunctions
from replacing import replaces

LIMIT_BYTES = 262_144


def check_size(value, of):
    """`value`, unless it is larger than a state may take or give."""
    if len(to_json(value).encode()) > LIMIT_BYTES:
        raise stepfunctions._ExecutionError(
            "States.DataLimitExceeded",
            f"The state/task '{of}' returned a result with a size exceeding the maximum number of bytes service limit.",
        )
    return value


def to_json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def is_json(text):
    try:
        json.loads(text)
        return True
    except ValueError:
        return False


@replaces(stepfunctions, "_apply_result_selector")
def select_result(original, state, result):
    # The whole result counts, also when the state then drops it.
    return original(state, check_size(result, state.get("Resource", state["Type"])))
