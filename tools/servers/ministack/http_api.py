"""A function behind an HTTP API.

- Payload 2.0: cookies in an array of their own; no pathParameters without any; `scopes` null without any; the stage is
  part of rawPath and of the path in the request context, unless it is `$default`.
- A handler that throws: 500 {"message":"Internal Server Error"}; one that takes longer than the integration's time-out
  (30 s at most): 503 {"message":"Service Unavailable"}, while the function goes on.
- With permissions on (`auth`), 500 when the function has no permission for API Gateway.

AWS: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
"""

import asyncio
import contextvars

from ministack import app
from ministack.core import iam_evaluator
from ministack.services import apigateway
from replacing import replaces

MAX_TIMEOUT_MS = 30_000

timeout_ms = contextvars.ContextVar("timeout_ms", default=MAX_TIMEOUT_MS)


@replaces(apigateway, "_invoke_lambda_proxy")
async def invoke(original, integration, *arguments, **options):
    timeout_ms.set(min(integration.get("timeoutInMillis") or MAX_TIMEOUT_MS, MAX_TIMEOUT_MS))
    return await original(integration, *arguments, **options)


@replaces(apigateway, "run_reentrant")
async def run(original, work, *arguments, thread_name="ministack-reentrant"):
    if thread_name != "ministack-apigw-invoke":
        return await original(work, *arguments, thread_name=thread_name)
    function, event = arguments
    if app.AUTH and not may_be_invoked(function):
        return answer(500, "Internal Server Error")
    running = asyncio.ensure_future(original(work, function, as_on_aws(event), thread_name=thread_name))
    await asyncio.wait({running}, timeout=timeout_ms.get() / 1000)
    if not running.done():
        return answer(503, "Service Unavailable")
    result = running.result()
    return answer(500, "Internal Server Error") if result.get("error") and not result.get("throttle") else result


def as_on_aws(event):
    headers = {name: value for name, value in event["headers"].items() if name.lower() != "cookie"}
    cookies = [
        part.strip()
        for name, value in event["headers"].items()
        if name.lower() == "cookie"
        for part in value.split(";")
        if part.strip()
    ]
    context = {**event["requestContext"]}
    if "jwt" in context.get("authorizer", {}):
        jwt = context["authorizer"]["jwt"]
        context["authorizer"] = {"jwt": {**jwt, "scopes": jwt["scopes"] or None}}
    path = event["rawPath"]
    if context["stage"] != "$default":
        path = f"/{context['stage']}{path}"
    context["http"] = {**context["http"], "path": path}
    changed = {**event, "rawPath": path, "headers": headers, "requestContext": context}
    if cookies:
        changed["cookies"] = cookies
    if changed.get("pathParameters") is None:
        changed.pop("pathParameters", None)
    return changed


def may_be_invoked(function):
    statements = (function.get("policy") or {}).get("Statement", [])
    return any(
        iam_evaluator._service_principal_matches(statement.get("Principal"), "apigateway.amazonaws.com")
        for statement in statements
    )


def answer(status, message):
    """What a function would have to return for this answer."""
    headers = {"Content-Type": "application/json"}
    return {"body": {"statusCode": status, "headers": headers, "body": f'{{"message":"{message}"}}'}}
