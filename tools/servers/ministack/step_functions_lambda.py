"""A function called by a state machine.

- With permissions on (`auth`), only when the role of the machine allows it.
- Too many calls at once are Lambda.TooManyRequestsException.

AWS: https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-lambda-serviceexception
"""

from ministack import app
from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import stepfunctions
from replacing import replaces
from step_functions_scopes import current


@replaces(stepfunctions, "_call_lambda")
def call(original, function_arn, event):
    role_arn = current().role_arn
    if app.AUTH and role_arn and not allows(role_arn, function_arn):
        raise stepfunctions._ExecutionError(
            "Lambda.AWSLambdaException",
            f"{role_arn} is not authorized to perform: lambda:InvokeFunction on resource: {function_arn} because no "
            "identity-based policy allows the lambda:InvokeFunction action (Service: AWSLambda; Status Code: 403; "
            "Error Code: AccessDeniedException)",
        )
    try:
        return original(function_arn, event)
    except stepfunctions._ExecutionError as error:
        if error.error == "Lambda.Unknown" and "TooManyRequestsException" in error.cause:
            raise stepfunctions._ExecutionError("Lambda.TooManyRequestsException", error.cause) from error
        raise


def allows(role_arn, function_arn):
    account = get_account_id()
    request = iam_evaluator.EvalContext(
        principal_arn=role_arn,
        principal_type="AssumedRole",
        principal_account=account,
        action="lambda:InvokeFunction",
        resource_arn=function_arn,
        region=get_region(),
    )
    policies = iam_evaluator._gather_role_policies(role_arn.rsplit("/", 1)[-1], account)
    return iam_evaluator.evaluate(request, policies).decision == "Allow"
