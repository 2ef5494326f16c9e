"""A parameter that the template does not have is refused.

AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
"""

from ministack.services.cloudformation import changesets, handlers
from replacing import replaces


def resolve(original, template, provided, *arguments, **options):
    unknown = [entry["Key"] for entry in provided if entry.get("Key") not in template.get("Parameters", {})]
    if unknown:
        raise ValueError(f"Parameters: [{', '.join(unknown)}] do not exist in the template")
    return original(template, provided, *arguments, **options)


replaces(handlers, "_resolve_parameters")(resolve)
replaces(changesets, "_resolve_parameters")(resolve)
