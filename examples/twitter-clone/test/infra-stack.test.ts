import assert from 'node:assert/strict';
import type { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { rightsOf, textOf } from './support/rights-of.ts';
import { type SynthesizedStack, synthesizedStack } from './support/synthesized-stack.ts';

const standIn = 'http://127.0.0.1:4566';
/** A stack loads most of AWS CDK, which takes its time on a busy machine. */
const minuteMs = 60_000;
const functionIds = ['ExportsStepFunction', 'ExportsSweepFunction', 'HttpFunction', 'WebSocketFunction'];

function propertiesOf(template: Template, type: string, idStart = '') {
  const [found, ...more] = Object.entries(template.findResources(type)).filter(([id]) => id.startsWith(idStart));
  assert.ok(found !== undefined && more.length === 0, `${idStart} of ${type}`);
  return found[1]['Properties'];
}

describe('the stack of the Twitter clone', () => {
  let synthesized: SynthesizedStack;
  let template: Template;

  beforeAll(async () => {
    synthesized = await synthesizedStack({ bundles: false });
    template = synthesized.template;
  }, minuteMs);
  afterAll(() => synthesized.remove());

  it('keeps files for a day, in private and encrypted, and aborts uploads that nobody ends', () => {
    const bucket = propertiesOf(template, 'AWS::S3::Bucket', 'ExportsBucket');
    const policy = propertiesOf(template, 'AWS::S3::BucketPolicy', 'ExportsBucket');

    assert.deepEqual(
      bucket.LifecycleConfiguration.Rules.map(({ Prefix, ExpirationInDays, AbortIncompleteMultipartUpload }: Rule) => [
        Prefix,
        ExpirationInDays ?? AbortIncompleteMultipartUpload?.DaysAfterInitiation,
      ]),
      [
        ['files/', 1],
        ['store/', 30],
        [undefined, 2],
      ],
    );
    assert.equal(policy.PolicyDocument.Statement[0].Condition.Bool['aws:SecureTransport'], 'false');
    for (const { Properties } of Object.values(template.findResources('AWS::S3::Bucket'))) {
      assert.deepEqual(new Set(Object.values(Properties.PublicAccessBlockConfiguration)), new Set([true]));
      assert.equal(Properties.BucketEncryption.ServerSideEncryptionConfiguration.length, 1);
    }
  });

  it('gives each function the memory and the time it was measured with, on Node.js 24 and arm64', () => {
    const sizes = functionIds.map((id) => {
      const { Runtime, Architectures, MemorySize, Timeout } = propertiesOf(template, 'AWS::Lambda::Function', id);
      assert.deepEqual([Runtime, Architectures], ['nodejs24.x', ['arm64']]);
      return [id, MemorySize, Timeout];
    });

    assert.deepEqual(sizes, [
      ['ExportsStepFunction', 1769, 900],
      ['ExportsSweepFunction', 512, 900],
      ['HttpFunction', 512, 29],
      ['WebSocketFunction', 512, 29],
    ]);
  });

  it('ends every log after a month', () => {
    const retentions = Object.values(template.findResources('AWS::Logs::LogGroup')).map(
      ({ Properties }) => Properties.RetentionInDays,
    );

    assert.deepEqual(retentions, new Array(7).fill(30));
    for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function'))) {
      assert.ok(Properties.LoggingConfig.LogGroup, 'a function without a log group makes one that never ends');
    }
  });

  it('asks for a token of the user pool on every route but those that need none', () => {
    const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route'))
      .map(({ Properties: { ApiId, RouteKey, AuthorizationType } }) => [textOf(ApiId), RouteKey, AuthorizationType])
      .filter(([api]) => api === '{HttpApi}')
      .map(([, route, authorization]) => `${route} ${authorization}`);

    assert.deepEqual(routes.sort(), [
      'ANY /api/{proxy+} JWT',
      'GET /files/{exportId} NONE',
      'HEAD /files/{exportId} NONE',
      'OPTIONS /{proxy+} NONE',
      'POST /download-request JWT',
      'POST /report-status JWT',
      'POST /search JWT',
    ]);
    const { JwtConfiguration } = propertiesOf(template, 'AWS::ApiGatewayV2::Authorizer');
    assert.deepEqual(JwtConfiguration.Audience.map(textOf), ['{UsersPage}']);
    assert.match(textOf(JwtConfiguration.Issuer), /\{Users\}$/);
  });

  it('throttles, and logs neither addresses nor tokens', () => {
    const http = propertiesOf(template, 'AWS::ApiGatewayV2::Stage', 'HttpStage');
    const push = propertiesOf(template, 'AWS::ApiGatewayV2::Stage', 'PushStage');

    for (const { DefaultRouteSettings } of [http, push]) {
      const { ThrottlingBurstLimit, ThrottlingRateLimit } = DefaultRouteSettings;
      assert.deepEqual([ThrottlingBurstLimit, ThrottlingRateLimit], [100, 50]);
      assert.ok(!('DataTraceEnabled' in DefaultRouteSettings) && !('LoggingLevel' in DefaultRouteSettings));
    }
    assert.ok(!('AccessLogSettings' in push));
    const fields: string[] = Object.values(JSON.parse(http.AccessLogSettings.Format));
    const telltale = /path|query|header|authorizer\.error|error\.message|email|integrationErrorMessage/i;
    assert.deepEqual(
      fields.filter((field) => telltale.test(field)),
      [],
    );
    const { DistributionConfig } = propertiesOf(template, 'AWS::CloudFront::Distribution');
    assert.ok(!('Logging' in DistributionConfig), "CloudFront's logs hold query strings");
    const { LoggingConfiguration } = propertiesOf(template, 'AWS::StepFunctions::StateMachine');
    assert.equal(LoggingConfiguration.IncludeExecutionData, false);
  });

  it('lets everybody sign up with an address that is theirs and a long password', () => {
    const pool = propertiesOf(template, 'AWS::Cognito::UserPool');
    const client = propertiesOf(template, 'AWS::Cognito::UserPoolClient');

    assert.equal(pool.AdminCreateUserConfig.AllowAdminCreateUserOnly, false);
    assert.deepEqual(pool.AutoVerifiedAttributes, ['email']);
    assert.equal(pool.Policies.PasswordPolicy.MinimumLength, 12);
    assert.equal(client.GenerateSecret, false);
    assert.equal(client.PreventUserExistenceErrors, 'ENABLED');
    assert.deepEqual(client.ExplicitAuthFlows, [
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ]);
  });

  it('serves page and API from one address', () => {
    const { DistributionConfig } = propertiesOf(template, 'AWS::CloudFront::Distribution');

    assert.deepEqual(
      DistributionConfig.CacheBehaviors.map(({ PathPattern }: { readonly PathPattern: string }) => PathPattern),
      ['/api/*', '/files/*', '/search', '/download-request', '/report-status'],
    );
    assert.equal(DistributionConfig.Origins.length, 2);
    template.resourceCountIs('AWS::CloudFront::OriginAccessControl', 1);
    const { ResponseHeadersPolicyConfig } = propertiesOf(template, 'AWS::CloudFront::ResponseHeadersPolicy');
    const { ContentSecurityPolicy, ReferrerPolicy } = ResponseHeadersPolicyConfig.SecurityHeadersConfig;
    assert.match(
      textOf(ContentSecurityPolicy.ContentSecurityPolicy),
      /^default-src 'self'; connect-src 'self' https:\/\/cognito-idp\.\S+ wss:\/\/\S+\/push; frame-ancestors 'none'/,
    );
    assert.equal(ReferrerPolicy.ReferrerPolicy, 'no-referrer');
  });

  it('gives each function the rights it needs and no more', () => {
    const region = '{AWS::Region}:{AWS::AccountId}';
    const aws = 'arn:{AWS::Partition}';
    const own = (name: string) => ({ [`{${name}Logs.Arn}`]: ['logs:CreateLogStream', 'logs:PutLogEvents'] });
    const store = ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'];
    const cleaning = ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:ListMultipartUploadParts'];
    const answering = ['states:SendTaskFailure', 'states:SendTaskHeartbeat', 'states:SendTaskSuccess'];
    const common = {
      '{ExportsBucket.Arn}': ['s3:ListBucket', 's3:ListBucketMultipartUploads'],
      '{ExportsBucket.Arn}/files/*': cleaning,
      '{ExportsBucket.Arn}/store/*': store,
      '{ExportsSecret}': ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      [`${aws}:execute-api:${region}:{PushApi}/push/*/@connections/*`]: ['execute-api:ManageConnections'],
    };
    const reading = {
      '{SearchCredentialsArn}': ['secretsmanager:GetSecretValue'],
      [`${aws}:ses:${region}:identity/*`]: ['ses:SendRawEmail'],
    };

    assert.deepEqual(rightsOf(template, 'ExportsStepFunction'), {
      ...common,
      ...reading,
      ...own('ExportsStepFunction'),
      '{ExportsBucket.Arn}/files/*': [...cleaning, 's3:PutObject'].sort(),
      '{ExportsStateMachine}': answering,
    });
    assert.deepEqual(rightsOf(template, 'ExportsSweepFunction'), {
      ...common,
      ...reading,
      ...own('ExportsSweepFunction'),
    });
    assert.deepEqual(rightsOf(template, 'HttpFunction'), {
      ...common,
      ...reading,
      ...own('HttpFunction'),
      '{ExportsStateMachine}': ['states:SendTaskHeartbeat', 'states:StartExecution'],
      [`${aws}:states:${region}:execution:{ExportsStateMachine#6}:*`]: ['states:StopExecution'],
    });
    assert.deepEqual(rightsOf(template, 'WebSocketFunction'), {
      ...common,
      ...own('WebSocketFunction'),
      '{ExportsBucket.Arn}': ['s3:ListBucket'],
      '{ExportsBucket.Arn}/files/*': ['s3:GetObject'],
      '{ExportsStateMachine}': answering,
    });
  });

  it('sends mail from one address only', () => {
    const statements = Object.values(template.findResources('AWS::IAM::Policy'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Action }) => [Action].flat().includes('ses:SendRawEmail'));

    assert.equal(statements.length, 3);
    for (const { Condition } of statements) {
      assert.deepEqual(Condition, { StringEquals: { 'ses:FromAddress': { Ref: 'SenderAddress' } } });
    }
  });

  it('reads the credentials of the cluster only when there are some', () => {
    const [policy] = Object.values(template.findResources('AWS::IAM::Policy')).filter(
      ({ Condition }) => Condition === 'HasSearchSecret',
    );

    assert.equal(policy?.['Properties'].Roles.length, 3);
    assert.equal(
      propertiesOf(template, 'AWS::Lambda::Function', 'WebSocketFunction').Environment.Variables.SEARCH_SECRET_ARN,
      '',
    );
  });

  it('tells somebody of alarms when there is an address for it', () => {
    const subscription = template.findResources('AWS::SNS::Subscription');

    assert.deepEqual(
      Object.values(subscription).map(({ Condition }) => Condition),
      ['HasAlarmAddress'],
    );
    for (const { Properties } of Object.values(template.findResources('AWS::CloudWatch::Alarm'))) {
      assert.equal(Properties.AlarmActions.length, 1);
    }
  });
});

describe('the stack for an emulator', () => {
  it(
    'has neither page nor bootstrap, and addresses that the emulator answers at',
    async () => {
      const synthesized = await synthesizedStack({ bundles: false, context: { standIn, stepTimeoutSeconds: 20 } });
      try {
        const { template } = synthesized;
        template.resourceCountIs('AWS::CloudFront::Distribution', 0);
        template.resourceCountIs('AWS::S3::Bucket', 1);
        template.resourceCountIs('AWS::S3::BucketPolicy', 0);
        assert.ok(!('BootstrapVersion' in template.findParameters('*')));
        const step = propertiesOf(template, 'AWS::Lambda::Function', 'ExportsStepFunction');
        const { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3, S3_FORCE_PATH_STYLE, APPLICATION_URL, PUSH_ENDPOINT } =
          step.Environment.Variables;
        assert.deepEqual([AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3, S3_FORCE_PATH_STYLE], [standIn, standIn, 'true']);
        assert.equal(textOf(APPLICATION_URL), `${standIn}/_aws/execute-api/{HttpApi}/$default`);
        assert.equal(textOf(PUSH_ENDPOINT), `${standIn}/_aws/execute-api/{PushApi}/push`);
        assert.equal(step.Timeout, 20);
      } finally {
        await synthesized.remove();
      }
    },
    minuteMs,
  );
});

describe('the stack with a domain of its own, in a network', () => {
  it(
    'makes an encrypted domain that takes its user only, and puts there the functions that read it',
    async () => {
      const synthesized = await synthesizedStack({
        bundles: false,
        context: {
          createDomain: 'true',
          vpcId: 'vpc-00000001',
          subnetIds: 'subnet-00000001,subnet-00000002',
          securityGroupIds: 'sg-00000001',
        },
      });
      try {
        const { template } = synthesized;
        const domain = propertiesOf(template, 'AWS::OpenSearchService::Domain');
        assert.equal(domain.AdvancedSecurityOptions.Enabled, true);
        assert.equal(domain.DomainEndpointOptions.EnforceHTTPS, true);
        assert.equal(domain.EncryptionAtRestOptions.Enabled, true);
        assert.equal(domain.NodeToNodeEncryptionOptions.Enabled, true);
        assert.ok(!('SearchUrl' in template.findParameters('*')));
        for (const id of ['ExportsStepFunction', 'ExportsSweepFunction', 'HttpFunction']) {
          const { VpcConfig } = propertiesOf(template, 'AWS::Lambda::Function', id);
          assert.deepEqual(VpcConfig, {
            SubnetIds: ['subnet-00000001', 'subnet-00000002'],
            SecurityGroupIds: ['sg-00000001'],
          });
        }
        assert.ok(!('VpcConfig' in propertiesOf(template, 'AWS::Lambda::Function', 'WebSocketFunction')));
      } finally {
        await synthesized.remove();
      }
    },
    minuteMs,
  );
});

interface Rule {
  readonly Prefix?: string;
  readonly ExpirationInDays?: number;
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
}
