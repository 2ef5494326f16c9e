"""When a branch of a Parallel or an iteration of an inline Map fails, the state fails at once; the others are stopped.

AWS: https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html#parallel-state-error-handling
https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html
"""

import copy
import queue
import threading

from ministack.services import stepfunctions
from replacing import replaces
from step_functions_limits import check_size
from step_functions_scopes import Scope, current, in_scope
from step_functions_states import run_states

POLL_SECONDS = 0.05

# "Inline mode supports 40 concurrent iterations", whatever MaxConcurrency says.
MAX_AT_ONCE = 40


@replaces(stepfunctions, "_run_parallel_branches")
def run_parallel(_original, state, value, execution, context):
    effective = stepfunctions._apply_input_path(state, value, context)
    effective = stepfunctions._apply_parameters(state, effective, context)

    def job(branch):
        return lambda: run_states(branch["States"], branch["StartAt"], effective, execution, context)

    branches = state["Branches"]
    results = run_all([job(branch) for branch in branches], at_once=len(branches))
    return finish(state, value, results, context)


@replaces(stepfunctions, "_run_map_items")
def run_map(original, state, value, execution, context):
    processor = state.get("ItemProcessor") or state.get("Iterator")
    mode = processor.get("ProcessorConfig", {}).get("Mode")
    if mode == "DISTRIBUTED" or stepfunctions._state_query_language(state, context) == "JSONata":
        return original(state, value, execution, context)

    effective = stepfunctions._apply_input_path(state, value, context)
    items = stepfunctions._resolve_path_or_ctx(state.get("ItemsPath", "$"), effective, context)
    if not isinstance(items, list):
        raise stepfunctions._ExecutionError("States.Runtime", "The items of a Map must be an array.")
    selector = state.get("ItemSelector") or state.get("Parameters")

    def job(index, item):
        own = {**copy.deepcopy(context), "variables": context["variables"]}
        own["Map"] = {"Item": {"Index": index, "Value": item}}
        given = stepfunctions._resolve_params_obj(selector, effective, own) if selector else item
        return lambda: run_states(processor["States"], processor["StartAt"], given, execution, own)

    jobs = [job(index, item) for index, item in enumerate(items)]
    results = run_all(jobs, at_once=min(state.get("MaxConcurrency") or MAX_AT_ONCE, MAX_AT_ONCE))
    return finish(state, value, results, context)


@replaces(stepfunctions, "_run_sub_machine")
def run_sub_machine(_original, states, start_at, given, execution, context):
    # A child of a distributed Map: an execution of its own, which ends with the Map.
    check_size(given, start_at)
    return run_states(states, start_at, given, execution, context)


def run_all(jobs, at_once):
    """The results in the order of `jobs`. Throws the first failure, and does not wait for what still runs then."""
    parent = current()
    scope = Scope(parent)
    todo, answers = queue.SimpleQueue(), queue.SimpleQueue()
    for index, job in enumerate(jobs):
        todo.put((index, job))

    def work():
        while not scope.has_ended() and not todo.empty():
            try:
                index, job = todo.get_nowait()
            except queue.Empty:
                return
            try:
                answers.put((index, job(), None))
            except Exception as error:
                answers.put((index, None, error))

    for _ in range(min(at_once, len(jobs))):
        threading.Thread(target=in_scope(scope, work), daemon=True).start()

    results = [None] * len(jobs)
    try:
        for _ in jobs:
            index, result, error = next_answer(answers, parent)
            if error is not None:
                raise error
            results[index] = result
    finally:
        scope.end()
    return results


def next_answer(answers, scope):
    while True:
        try:
            return answers.get(timeout=POLL_SECONDS)
        except queue.Empty:
            scope.check()


def finish(state, value, results, context):
    selected = stepfunctions._apply_result_selector(state, results)
    output = stepfunctions._apply_result_path(state, value, selected)
    return stepfunctions._apply_output_path(state, output, context), stepfunctions._next_or_end(state)
