"""Retry and Catch of Task, Parallel and Map, with MaxDelaySeconds and JitterStrategy; a wait ends with its execution.

AWS: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error
"""

import random

from ministack.services import stepfunctions
from replacing import replaces
from step_functions_scopes import current


def with_retries(state, value, context, attempt):
    """What `attempt` returns, or the output and the next state of a catcher."""
    own, retries = context["State"], {}
    while True:
        current().check()
        context["State"] = {**own, "RetryCount": sum(retries.values())}
        try:
            return attempt()
        except stepfunctions._ExecutionError as error:
            retrier, index = stepfunctions._find_matching_retrier(state.get("Retry", []), error.error, retries)
            if retrier is None:
                return caught(state, value, context, error)
            stepfunctions._scaled_sleep(delay_seconds(retrier, retries.get(index, 0)))
            retries[index] = retries.get(index, 0) + 1


def caught(state, value, context, error):
    catcher = stepfunctions._find_matching_catcher(state.get("Catch", []), error.error)
    if catcher is None:
        raise error
    language = stepfunctions._state_query_language(state, context)
    output = {"Error": error.error, "Cause": error.cause}
    return stepfunctions._apply_catcher(catcher, value, context, language, output), catcher["Next"]


def delay_seconds(retrier, retries):
    delay = retrier.get("IntervalSeconds", 1) * retrier.get("BackoffRate", 2.0) ** retries
    delay = min(delay, retrier.get("MaxDelaySeconds", delay))
    return random.uniform(0, delay) if retrier.get("JitterStrategy") == "FULL" else delay


@replaces(stepfunctions, "_with_retry_and_catch")
def retry_branches(_original, state, value, context, attempt):
    return with_retries(state, value, context, attempt)


@replaces(stepfunctions, "_scaled_sleep")
def scaled_sleep(_original, seconds):
    current().sleep(seconds * stepfunctions._SFN_WAIT_SCALE)
