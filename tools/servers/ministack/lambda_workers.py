"""The processes that run functions can be listed, so that a test can kill one in the middle of its work.

Not something AWS has: `GET /_export-engine/lambda-workers` answers `[{ "pid", "functionName", "isBusy" }]`.
"""

import json

from ministack import app
from ministack.core import lambda_runtime
from replacing import replaces

PATH = "/_export-engine/lambda-workers"


@replaces(app, "_handle_pre_body_request")
async def handle(original, method, path, headers, query_params, request_id):
    if path == PATH:
        return 200, {"Content-Type": "application/json"}, json.dumps(live_workers()).encode()
    return await original(method, path, headers, query_params, request_id)


def live_workers():
    with lambda_runtime._lock:
        workers = [worker for pool in lambda_runtime._workers.values() for worker in pool]
    return [
        {"pid": process.pid, "functionName": worker.func_name, "isBusy": worker.in_use}
        for worker in workers
        if (process := worker._proc) is not None and process.poll() is None
    ]
