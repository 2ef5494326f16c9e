"""Types of resources that a template may hold and the emulator does not know.

Some the emulator has, only not in CloudFormation: they are made. The others are watchers, looks and money, of which
nothing here could be seen from outside: they are accepted, so that one template can be deployed here and to AWS.

AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
"""

import json

from ministack.services import apigateway, stepfunctions
from ministack.services.cloudformation import provisioners
from replacing import replaces

ACCEPTED = (
    "AWS::ApiGatewayV2::Model",
    "AWS::Budgets::Budget",
    "AWS::CloudFront::MonitoringSubscription",
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::Cognito::ManagedLoginBranding",
    "AWS::Cognito::UserPoolUICustomizationAttachment",
    "AWS::Logs::QueryDefinition",
    "AWS::ResourceGroups::Group",
)


def accept(logical_id, _properties, stack_name):
    physical_id = f"{stack_name}-{logical_id}"
    return physical_id, {"Id": physical_id}


def create_deployment(_logical_id, properties, _stack_name):
    answer = apigateway._create_deployment(properties["ApiId"], {"description": properties.get("Description", "")})
    physical_id = body_of(answer)["deploymentId"]
    return physical_id, {"DeploymentId": physical_id}


def delete_deployment(physical_id, properties):
    apigateway._delete_deployment(properties["ApiId"], physical_id)


def create_route_response(_logical_id, properties, _stack_name):
    data = {"routeResponseKey": properties["RouteResponseKey"]}
    answer = apigateway._create_route_response(properties["ApiId"], route_id(properties), data)
    return body_of(answer)["routeResponseId"], {}


def delete_route_response(physical_id, properties):
    apigateway._delete_route_response(properties["ApiId"], route_id(properties), physical_id)


def route_id(properties):
    # The emulator's `Ref` of a route has the API in front of it.
    return properties["RouteId"].rsplit("/", 1)[-1]


def create_integration_response(_logical_id, properties, _stack_name):
    api_id, integration_id = properties["ApiId"], properties["IntegrationId"]
    data = {
        "integrationResponseKey": properties["IntegrationResponseKey"],
        "responseTemplates": properties.get("ResponseTemplates", {}),
    }
    answer = apigateway._create_integration_response(api_id, integration_id, data)
    return body_of(answer)["integrationResponseId"], {}


def delete_integration_response(physical_id, properties):
    apigateway._delete_integration_response(properties["ApiId"], properties["IntegrationId"], physical_id)


def create_version(_logical_id, properties, _stack_name):
    data = {"stateMachineArn": properties["StateMachineArn"], "description": properties.get("Description", "")}
    arn = body_of(stepfunctions._publish_state_machine_version(data))["stateMachineVersionArn"]
    return arn, {"Arn": arn}


def delete_version(physical_id, _properties):
    stepfunctions._delete_state_machine_version({"stateMachineVersionArn": physical_id})


def create_alias(logical_id, properties, _stack_name):
    routing = [
        {"stateMachineVersionArn": entry["StateMachineVersionArn"], "weight": entry["Weight"]}
        for entry in properties.get("RoutingConfiguration", [])
    ]
    preference = properties.get("DeploymentPreference")
    if preference:
        routing = [{"stateMachineVersionArn": preference["StateMachineVersionArn"], "weight": 100}]
    data = {"name": properties.get("Name", logical_id), "routingConfiguration": routing}
    arn = body_of(stepfunctions._create_state_machine_alias(data))["stateMachineAliasArn"]
    return arn, {"Arn": arn}


def delete_alias(physical_id, _properties):
    stepfunctions._delete_state_machine_alias({"stateMachineAliasArn": physical_id})


def body_of(answer):
    status, _headers, body = answer
    if status >= 400:
        raise ValueError(body.decode() if isinstance(body, bytes) else body)
    return json.loads(body)


@replaces(provisioners, "_cw_metric_alarm_record")
def alarm_record(original, name, properties):
    if properties.get("Metrics"):
        # An alarm on a calculation: kept under a metric that never gets a value.
        properties = {
            **{key: value for key, value in properties.items() if key != "Metrics"},
            "MetricName": "calculated",
            "Namespace": "calculated",
            "Statistic": "Sum",
            "Period": 60,
        }
    return original(name, properties)


MADE = {
    "AWS::ApiGatewayV2::Deployment": (create_deployment, delete_deployment),
    "AWS::ApiGatewayV2::IntegrationResponse": (create_integration_response, delete_integration_response),
    "AWS::ApiGatewayV2::RouteResponse": (create_route_response, delete_route_response),
    "AWS::StepFunctions::StateMachineAlias": (create_alias, delete_alias),
    "AWS::StepFunctions::StateMachineVersion": (create_version, delete_version),
}

for name, (create, delete) in {**MADE, **dict.fromkeys(ACCEPTED, (accept, lambda *_: None))}.items():
    if name in provisioners._RESOURCE_HANDLERS:
        raise RuntimeError(f"ministack has {name} by now: take it out here.")
    provisioners._RESOURCE_HANDLERS[name] = {"create": create, "delete": delete}
