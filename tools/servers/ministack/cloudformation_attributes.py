"""Attributes that a template may read and the emulator does not know.

AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpool.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ses-emailidentity.html
"""

from ministack.services.cloudformation import provisioners
from replacing import replaces


@replaces(provisioners, "_cognito_user_pool_attributes")
def user_pool(original, pool_id):
    attributes = original(pool_id)
    return {**attributes, "ProviderURL": f"https://{attributes['ProviderName']}"}


def email_identity(identity, attributes):
    tokens = {
        key: value
        for number in (1, 2, 3)
        for key, value in (
            (f"DkimDNSTokenName{number}", f"token{number}._domainkey.{identity}"),
            (f"DkimDNSTokenValue{number}", f"token{number}.dkim.amazonses.com"),
        )
    }
    return identity, {**attributes, **tokens}


HANDLERS = provisioners._RESOURCE_HANDLERS["AWS::SES::EmailIdentity"]


def with_tokens(handle):
    return lambda *arguments, **options: email_identity(*handle(*arguments, **options))


for action in ("create", "update"):
    HANDLERS[action] = with_tokens(HANDLERS[action])
