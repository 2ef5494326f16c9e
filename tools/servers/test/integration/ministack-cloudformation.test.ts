import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { describeWithServer } from '../../src/testing.ts';
import { askAws } from '../aws/ask-aws.ts';

describeWithServer('aws', (aws) => {
  it('makes a deployment and the responses of a websocket API, versions and aliases of a state machine', async () => {
    const resources = {
      Api: {
        Type: 'AWS::ApiGatewayV2::Api',
        Properties: { Name: 'push', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' },
      },
      Integration: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: { ApiId: { Ref: 'Api' }, IntegrationType: 'MOCK' },
      },
      Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: '$default' } },
      RouteResponse: {
        Type: 'AWS::ApiGatewayV2::RouteResponse',
        Properties: { ApiId: { Ref: 'Api' }, RouteId: { Ref: 'Route' }, RouteResponseKey: '$default' },
      },
      IntegrationResponse: {
        Type: 'AWS::ApiGatewayV2::IntegrationResponse',
        Properties: {
          ApiId: { Ref: 'Api' },
          IntegrationId: { Ref: 'Integration' },
          IntegrationResponseKey: '$default',
        },
      },
      Deployment: { Type: 'AWS::ApiGatewayV2::Deployment', DependsOn: 'Route', Properties: { ApiId: { Ref: 'Api' } } },
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: {
          RoleArn: 'arn:aws:iam::000000000000:role/any',
          DefinitionString: '{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}',
        },
      },
      Version: { Type: 'AWS::StepFunctions::StateMachineVersion', Properties: { StateMachineArn: { Ref: 'Machine' } } },
      Alias: {
        Type: 'AWS::StepFunctions::StateMachineAlias',
        Properties: {
          Name: 'live',
          RoutingConfiguration: [{ StateMachineVersionArn: { Ref: 'Version' }, Weight: 100 }],
        },
      },
    };

    const stack = await createStack(resources, { Version: { Ref: 'Version' }, Alias: { Ref: 'Alias' } });

    expect(stack.outputs['Version']).toMatch(/:stateMachine:[^:]+:1$/);
    expect(stack.outputs['Alias']).toMatch(/:stateMachine:[^:]+:live$/);
    await stack.remove();
  });

  it('takes resources that nothing here depends on', async () => {
    const accepted = [
      'AWS::ApiGatewayV2::Model',
      'AWS::Budgets::Budget',
      'AWS::CloudFront::MonitoringSubscription',
      'AWS::CloudWatch::CompositeAlarm',
      'AWS::Cognito::ManagedLoginBranding',
      'AWS::Cognito::UserPoolUICustomizationAttachment',
      'AWS::Logs::QueryDefinition',
      'AWS::ResourceGroups::Group',
    ];
    const alarm = {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
        Threshold: 1,
        Metrics: [{ Id: 'rate', Expression: 'errors / calls', ReturnData: true }],
      },
    };

    const stack = await createStack({
      Alarm: alarm,
      ...Object.fromEntries(accepted.map((Type, index) => [`R${index}`, { Type, Properties: {} }])),
    });

    await stack.remove();
  });

  it('knows the issuer of a user pool and the records that prove a mail domain', async () => {
    const stack = await createStack(
      {
        Pool: { Type: 'AWS::Cognito::UserPool' },
        Domain: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'app.example' } },
      },
      {
        Issuer: { 'Fn::GetAtt': ['Pool', 'ProviderURL'] },
        Name: { 'Fn::GetAtt': ['Domain', 'DkimDNSTokenName1'] },
        Value: { 'Fn::GetAtt': ['Domain', 'DkimDNSTokenValue3'] },
      },
    );

    expect(stack.outputs).toEqual({
      Issuer: expect.stringMatching(/^https:\/\/cognito-idp\.us-east-1\.amazonaws\.com\/us-east-1_/),
      Name: expect.stringMatching(/\._domainkey\.app\.example$/),
      Value: expect.stringMatching(/\.dkim\.amazonses\.com$/),
    });
    await stack.remove();
  });

  it('refers to a secret by its ARN, also for one of its values', async () => {
    const secret = {
      Type: 'AWS::SecretsManager::Secret',
      Properties: {
        GenerateSecretString: { SecretStringTemplate: '{}', GenerateStringKey: 'key', PasswordLength: 40 },
      },
    };
    const value = { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:key::}}']] };
    const topic = { Type: 'AWS::SNS::Topic', Properties: { DisplayName: value } };

    const stack = await createStack({ Secret: secret, Topic: topic }, { Secret: { Ref: 'Secret' } });

    expect(stack.outputs['Secret']).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:/);
    await stack.remove();
  });

  it('refuses a parameter that the template does not have', async () => {
    const answer = await cloudFormation({
      Action: 'CreateStack',
      StackName: `s-${randomUUID()}`,
      TemplateBody: JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }),
      'Parameters.member.1.ParameterKey': 'Typo',
      'Parameters.member.1.ParameterValue': 'x',
    });

    expect(answer).toMatch(/ValidationError.*Parameters: \[Typo\] do not exist in the template/s);
  });

  async function createStack(resources: object, outputs: Readonly<Record<string, object>> = {}) {
    const StackName = `s-${randomUUID()}`;
    const template = {
      Resources: resources,
      Outputs: Object.fromEntries(Object.entries(outputs).map(([key, Value]) => [key, { Value }])),
    };
    await cloudFormation({ Action: 'CreateStack', StackName, TemplateBody: JSON.stringify(template) });
    const xml = await ended(StackName);
    expect(xml, xml).toContain('<StackStatus>CREATE_COMPLETE</StackStatus>');
    const found = xml.matchAll(/<OutputKey>(.*?)<\/OutputKey>\s*<OutputValue>(.*?)<\/OutputValue>/gs);
    return {
      outputs: Object.fromEntries([...found].map(([, key, value]) => [key, value])) as Record<string, string>,
      remove: async () => {
        await cloudFormation({ Action: 'DeleteStack', StackName });
        expect(await ended(StackName)).toContain('does not exist');
      },
    };
  }

  async function ended(StackName: string): Promise<string> {
    for (;;) {
      const xml = await cloudFormation({ Action: 'DescribeStacks', StackName });
      if (!xml.includes('_IN_PROGRESS</StackStatus>')) return xml;
      await sleep(50);
    }
  }

  async function cloudFormation(parameters: Record<string, string>): Promise<string> {
    const { body } = await askAws(aws, { service: 'cloudformation', body: new URLSearchParams(parameters) });
    return body;
  }
});
