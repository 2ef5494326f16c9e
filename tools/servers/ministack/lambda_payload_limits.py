"""An invocation carries at most 6 MB in each direction.

AWS: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html#function-configuration-deployment-and-execution
"""

import json

from ministack.core.responses import error_response_json
from ministack.services import lambda_svc
from replacing import replaces

# "6 MB each for request and response": 6 MiB and a hundred bytes, as the service's own error message says.
LIMIT_BYTES = 6_291_556


@replaces(lambda_svc, "handle_request")
async def handle_request(original, method, path, headers, body, query_params):
    if method == "POST" and path.endswith("/invocations") and len(body or b"") > LIMIT_BYTES:
        return error_response_json("RequestTooLargeException", too_large(len(body)), 413)
    return await original(method, path, headers, body, query_params)


@replaces(lambda_svc, "_execute_function_warm")
def execute(original, function, event, request_id):
    result = original(function, event, request_id)
    if not result.get("error") and size(result.get("body")) > LIMIT_BYTES:
        error = {
            "errorType": "Function.ResponseSizeTooLarge",
            "errorMessage": f"Response payload size exceeded maximum allowed payload size ({LIMIT_BYTES} bytes).",
        }
        return {**result, "error": True, "body": error}
    return result


def too_large(found):
    return f"{found} byte payload is too large for the RequestResponse invocation type (limit {LIMIT_BYTES} bytes)"


def size(value):
    """In bytes of JSON, as `JSON.stringify` writes it."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
