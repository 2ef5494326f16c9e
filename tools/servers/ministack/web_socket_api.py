"""A function behind a WebSocket API.

- A client's frame has at most 32 KiB and its message 128 KiB: larger ones close the connection with 1009. What is
  posted to a connection has at most 128 KiB too: 413.
- What a function returns is sent to the client only when its route has a route response. When it throws, the client
  is told "Internal server error".
- Events run side by side, each with its log, like every other invocation.

AWS: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html
"""

import json

from hypercorn.protocol import ws_stream
from ministack.core import lambda_runtime
from ministack.services import apigateway, lambda_svc
from replacing import replaces

FRAME_BYTES = 32 * 1024
MESSAGE_BYTES = 128 * 1024


@replaces(ws_stream.WebsocketBuffer, "extend")
def extend(original, buffer, event):
    size = len(event.data.encode() if isinstance(event.data, str) else event.data)
    buffer.frame_bytes = getattr(buffer, "frame_bytes", 0) + size
    buffer.message_bytes = getattr(buffer, "message_bytes", 0) + size
    if buffer.frame_bytes > FRAME_BYTES or buffer.message_bytes > MESSAGE_BYTES:
        raise ws_stream.FrameTooLargeError
    if event.frame_finished:
        buffer.frame_bytes = 0
    if event.message_finished:
        buffer.message_bytes = 0
    original(buffer, event)


@replaces(apigateway, "handle_connections_api")
async def post(original, method, api_id, stage, connection_id, body, headers):
    if method == "POST" and len(body or b"") > MESSAGE_BYTES:
        error = {"Content-Type": "application/json", "x-amzn-ErrorType": "PayloadTooLargeException"}
        return 413, error, json.dumps({"message": "Message too long"}).encode()
    return await original(method, api_id, stage, connection_id, body, headers)


@replaces(apigateway, "_invoke_ws_lambda")
async def invoke(original, *given, **more):
    _api_id, _account_id, _region, route, _stage, connection_id, event_type, message_id, *_rest = given
    answer = await original(*given, **more)
    if event_type != "MESSAGE" or answer is None:
        return answer
    if answer.get("error"):
        told = {"message": "Internal server error", "connectionId": connection_id, "requestId": message_id}
        return {"body": json.dumps(told)}
    return answer if route.get("routeResponseSelectionExpression") else None


@replaces(lambda_runtime, "get_or_create_worker")
def use_any_worker(_original, _name, config, code_zip, qualifier="$LATEST"):
    return AnyWorker({"config": config, "code_zip": code_zip})


class AnyWorker:
    """Hands an event to the dispatcher of all invocations, which leases a worker that is free and keeps the log."""

    def __init__(self, function):
        self._function = function

    def invoke(self, event, _request_id):
        result = lambda_svc._execute_function(self._function, event)
        if result.get("error"):
            return {"status": "ok", "result": {"statusCode": 500, "error": True}}
        body = result.get("body")
        return {"status": "ok", "result": body if isinstance(body, dict) else {}}
