"""Which names in ErrorEquals match an error.

- `States.ALL` matches neither States.Runtime nor States.DataLimitExceeded: they end the execution.
- `States.TaskFailed` matches everything but States.Timeout.
- `States.Timeout` matches a missed heartbeat too.

AWS: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-error-representation
"""

from ministack.services import stepfunctions
from replacing import replaces

TERMINAL = ("States.Runtime", "States.DataLimitExceeded")


@replaces(stepfunctions, "_error_matches")
def matches(_original, names, error):
    if error in names:
        return True
    if error == "States.HeartbeatTimeout" and "States.Timeout" in names:
        return True
    if "States.ALL" in names:
        return error not in TERMINAL
    return "States.TaskFailed" in names and error not in ("States.Timeout", *TERMINAL)
