"""`Ref` of a secret is its ARN, which the policies of those who read it name.

AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
"""

from ministack.services import secretsmanager
from ministack.services.cloudformation import provisioners

HANDLERS = provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::Secret"]
create, update, delete = (HANDLERS[action] for action in ("create", "update", "delete"))


def create_by_arn(*arguments):
    _name, attributes = create(*arguments)
    return attributes["Arn"], attributes


def update_by_arn(arn, *arguments, **options):
    _name, attributes = update(name_of(arn), *arguments, **options)
    return attributes["Arn"], attributes


def delete_by_arn(arn, properties):
    delete(name_of(arn), properties)


def name_of(arn):
    return next((name for name, secret in secretsmanager._secrets.items() if secret["ARN"] == arn), arn)


HANDLERS.update(create=create_by_arn, update=update_by_arn, delete=delete_by_arn)
