"""What a permission is about (`auth`), where the request does not name it by an ARN.

- `states:SendTaskSuccess`, `SendTaskFailure`, `SendTaskHeartbeat`: the state machine whose task gave out the token.
- `ses:SendEmail`, `SendRawEmail`: the identity of the sender, who may stand in the raw message only.

AWS: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html
"""

import email.utils

from ministack.core import iam_actions
from ministack.services import ses
from replacing import replaces
from step_functions_tokens import tokens


@replaces(iam_actions, "extract_resource_arn")
def resource_of(original, service, method, path, headers, body, params, region, account):
    found = original(service, method, path, headers, body, params, region, account)
    if found != "*":
        return found
    if service == "states":
        token = tokens.get(iam_actions._safe_json_field(body, "taskToken"))
        return token.state_machine_arn if token is not None else found
    if service == "ses":
        sender = sender_of(params)
        return f"arn:aws:ses:{region}:{account}:identity/{sender}" if sender else found
    return found


def sender_of(params):
    source = iam_actions._query_param(params, "Source")
    raw = iam_actions._query_param(params, "RawMessage.Data")
    written = source or (ses._parse_raw_mime(raw).get("From", "") if raw else "")
    return email.utils.parseaddr(written)[1]
