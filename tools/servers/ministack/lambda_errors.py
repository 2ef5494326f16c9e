"""A failed invocation is named as AWS names it, so that Retry and Catch of a state machine match by name.

- An error thrown by a Node handler: errorType is its `name`, with the stack as `trace`. It is logged, and the process
  is used again.
- A process that ends in the middle: Runtime.ExitError.
- A handler, or an initialisation, that takes too long: Sandbox.Timedout, the process killed at once.

AWS: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-error-representation
"""

import contextvars
import json
import signal
import threading
import time

from ministack.core import lambda_runtime
from ministack.services import lambda_svc
from replacing import replace_text, replaces

# The initialisation may take ten seconds; when it takes longer it is tried again within the function's time-out.
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
INITIALISATION_SECONDS = 10

SIGNAL_NAMES = {signal.SIGKILL: "killed", signal.SIGTERM: "terminated", signal.SIGABRT: "aborted"}

# Marks what a worker answers as an error described by `describeError`.
MARK = "\x01"

# As the runtime of AWS does it:
# https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/Errors.js
DESCRIBE_ERROR = """
function describeError(error) {
  return require("util").types.isNativeError(error) || (error && error.name && error.message && error.stack)
    ? { errorType: error.name, errorMessage: error.message, trace: String(error.stack).split("\\n") }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };
}
"""


def with_described_errors(script):
    rejected = 'status: "error", error: String(err.message || err), trace: err.stack || ""'
    thrown = 'status: "error", error: e.message, trace: e.stack'
    not_loaded = 'status: "error", error: e.message\n'
    # The pool ends a process that answers with an error, so a handler's own comes as a result.
    script = replace_text(script, rejected, 'status: "ok", result: { "\\u0001": describeError(err) }')
    script = replace_text(script, thrown, 'status: "ok", result: { "\\u0001": describeError(e) }')
    script = replace_text(script, not_loaded, 'status: "error", error: "\\u0001" + JSON.stringify(describeError(e))\n')
    # A rejection without a value is a failure too.
    script = replace_text(script, "err => settle(err)", "err => settle(err ?? new Error(String(err)))")
    return DESCRIBE_ERROR + script


lambda_runtime._NODEJS_WORKER_SCRIPT = with_described_errors(lambda_runtime._NODEJS_WORKER_SCRIPT)

# How the worker process of this invocation ended: a return code, or minus a signal.
ended_with = contextvars.ContextVar("ended_with", default=None)


@replaces(lambda_runtime, "_signal")
def kill(_original, process):
    if process is not None and process.poll() is None:
        process.kill()


@replaces(lambda_runtime, "_collect")
def remember_end(original, process, deadline):
    original(process, deadline)
    ended_with.set(process.returncode if process is not None else None)


@replaces(lambda_runtime.Worker, "_spawn")
def spawn_in_time(original, worker):
    limit = INITIALISATION_SECONDS + worker.config.get("Timeout", 3)
    timer = threading.Timer(limit, lambda: kill(None, worker._proc))
    timer.daemon = True
    timer.start()
    try:
        original(worker)
    except RuntimeError as error:
        if str(error).startswith("Worker process exited"):
            lambda_runtime._collect(worker._proc, time.monotonic() + 1)
        if timer.is_alive() or MARK in str(error):
            raise
        raise RuntimeError(timed_out(worker.config)) from error
    finally:
        timer.cancel()


@replaces(lambda_svc, "_execute_function_warm")
def execute(original, function, event, request_id):
    result = original(function, event, request_id)
    body = result.get("body")
    if isinstance(body, dict) and MARK in body:
        return failed(body[MARK], result.get("log"))
    if result.get("error") and not result.get("throttle"):
        config = function.get("config") or function
        return failed(named_as_on_aws(body, request_id, config), result.get("log"))
    return result


def failed(error, log):
    return {"error": True, "body": error, "log": f"{log or ''}\nERROR\tInvoke Error\t{json.dumps(error)}".lstrip()}


def named_as_on_aws(body, request_id, config):
    message = str(body.get("errorMessage"))
    if MARK in message:
        return json.loads(message[message.index(MARK) + 1 :])
    if message.startswith("Task timed out"):
        return of_the_sandbox("Sandbox.Timedout", timed_out(config), request_id)
    if message == "Worker process died" or message.startswith("Worker process exited immediately"):
        return of_the_sandbox("Runtime.ExitError", f"Runtime exited {reason(ended_with.get())}", request_id)
    if message.startswith("Worker init failed"):
        return {"errorType": "Runtime.HandlerNotFound", "errorMessage": f"{config.get('Handler')} is not a function"}
    return body


def timed_out(config):
    return f"Task timed out after {config.get('Timeout', 3)}.00 seconds"


def of_the_sandbox(error_type, message, request_id):
    return {"errorType": error_type, "errorMessage": f"RequestId: {request_id} Error: {message}"}


def reason(code):
    if not code:
        return "without providing a reason"
    if code < 0:
        return f"with error: signal: {SIGNAL_NAMES.get(-code, f'signal {-code}')}"
    return f"with error: exit status {code}"
