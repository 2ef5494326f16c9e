import assert from 'node:assert/strict';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { beforeAll, describe, it } from 'vitest';
import { resourceOf, rightsOf, stepEntry, testEngine, testStack, testTemplate } from '../test/support/test-stack.ts';
import { ExportEngine } from './export-engine.ts';

const stepArn = '{ExportsStepFunction.Arn}';
const storeActions = ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'];
const cleaning = ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:ListMultipartUploadParts'];
const listing = ['s3:ListBucket', 's3:ListBucketMultipartUploads'];
const answering = ['states:SendTaskFailure', 'states:SendTaskHeartbeat', 'states:SendTaskSuccess'];
const reading = ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'];

// The first stack loads most of AWS CDK, which takes its time on a busy machine.
beforeAll(() => void testTemplate(), 60_000);

describe('the bucket of ExportEngine', () => {
  it('is private, encrypted, reached by TLS only, and stays when the stack goes', () => {
    const template = testTemplate();
    const { properties, DeletionPolicy } = resourceOf(template, 'AWS::S3::Bucket');
    const { properties: policy } = resourceOf(template, 'AWS::S3::BucketPolicy');

    assert.deepEqual(properties.PublicAccessBlockConfiguration, {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    assert.deepEqual(properties.OwnershipControls, { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] });
    assert.deepEqual(properties.BucketEncryption.ServerSideEncryptionConfiguration, [
      { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
    ]);
    assert.equal(DeletionPolicy, 'Retain');
    assert.equal(policy.PolicyDocument.Statement.length, 1);
    const [statement] = policy.PolicyDocument.Statement;
    assert.deepEqual([statement.Effect, statement.Action], ['Deny', 's3:*']);
    assert.deepEqual(statement.Condition, { Bool: { 'aws:SecureTransport': 'false' } });
  });

  it('empties itself: files after a day, records after 30, unfinished uploads after longer than the longest export', () => {
    const { properties } = resourceOf(testTemplate(), 'AWS::S3::Bucket');

    assert.deepEqual(properties.LifecycleConfiguration.Rules, [
      { Id: 'expire-files', Prefix: 'files/', ExpirationInDays: 1, Status: 'Enabled' },
      { Id: 'expire-records', Prefix: 'store/', ExpirationInDays: 30, Status: 'Enabled' },
      { Id: 'abort-uploads', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 }, Status: 'Enabled' },
    ]);
  });

  it('keeps unfinished uploads for longer when exports may take longer', () => {
    const { properties } = resourceOf(
      testTemplate({ jobTimeout: Duration.hours(49), fileExpiration: Duration.days(7) }),
      'AWS::S3::Bucket',
    );

    const { Rules } = properties.LifecycleConfiguration;
    assert.equal(Rules[0].ExpirationInDays, 7);
    assert.equal(Rules[2].AbortIncompleteMultipartUpload.DaysAfterInitiation, 4);
  });

  it('takes a key of yours, which the functions may use then', () => {
    const stack = testStack();
    testEngine({ encryptionKey: new Key(stack, 'Key') }, stack);
    const template = Template.fromStack(stack);

    const { properties } = resourceOf(template, 'AWS::S3::Bucket');

    const [rule] = properties.BucketEncryption.ServerSideEncryptionConfiguration;
    assert.equal(rule.ServerSideEncryptionByDefault.SSEAlgorithm, 'aws:kms');
    assert.equal(rule.BucketKeyEnabled, true);
    const keyActions = rightsOf(template, 'ExportsSweepFunction')['{Key.Arn}'] ?? [];
    for (const action of ['kms:Decrypt', 'kms:GenerateDataKey*']) assert.ok(keyActions.includes(action), action);
  });

  it('can go with the stack, and be reached without TLS on an emulator', () => {
    const template = testTemplate({ removalPolicy: RemovalPolicy.DESTROY, enforceSsl: false });

    assert.equal(resourceOf(template, 'AWS::S3::Bucket').DeletionPolicy, 'Delete');
    template.resourceCountIs('AWS::S3::BucketPolicy', 0);
  });
});

describe('the functions of ExportEngine', () => {
  it('run Node.js 24 on arm64, with the memory and the time that steps need', () => {
    const template = testTemplate();

    const step = resourceOf(template, 'AWS::Lambda::Function', 'ExportsStepFunction').properties;
    const sweep = resourceOf(template, 'AWS::Lambda::Function', 'ExportsSweepFunction').properties;

    for (const { Runtime: runtime, Architectures, Timeout, Handler } of [step, sweep]) {
      assert.deepEqual([runtime, Architectures, Timeout, Handler], ['nodejs24.x', ['arm64'], 900, 'index.handler']);
    }
    assert.deepEqual([step.MemorySize, sweep.MemorySize], [1769, 512]);
  });

  it('know where files and records are, and not more', () => {
    const template = testTemplate();

    for (const id of ['ExportsStepFunction', 'ExportsSweepFunction']) {
      const { Variables } = resourceOf(template, 'AWS::Lambda::Function', id).properties.Environment;
      assert.deepEqual(Object.keys(Variables).sort(), [
        'EXPORT_BUCKET',
        'EXPORT_FILE_PREFIX',
        'EXPORT_SECRET_ARN',
        'EXPORT_STORE_PREFIX',
      ]);
      assert.deepEqual([Variables.EXPORT_FILE_PREFIX, Variables.EXPORT_STORE_PREFIX], ['files/', 'store/']);
    }
  });

  it('may do what their steps do, and nothing else', () => {
    const template = testTemplate();

    assert.deepEqual(rightsOf(template, 'ExportsStepFunction'), {
      '{ExportsBucket.Arn}': listing,
      '{ExportsBucket.Arn}/files/*': [...cleaning, 's3:PutObject'].sort(),
      '{ExportsBucket.Arn}/store/*': storeActions,
      '{ExportsSecret}': reading,
      '{ExportsStateMachine}': answering,
      '{ExportsStepFunctionLogs.Arn}': ['logs:CreateLogStream', 'logs:PutLogEvents'],
    });
    assert.deepEqual(rightsOf(template, 'ExportsSweepFunction'), {
      '{ExportsBucket.Arn}': listing,
      '{ExportsBucket.Arn}/files/*': cleaning,
      '{ExportsBucket.Arn}/store/*': storeActions,
      '{ExportsSecret}': reading,
      '{ExportsSweepFunctionLogs.Arn}': ['logs:CreateLogStream', 'logs:PutLogEvents'],
    });
    for (const { Properties } of Object.values(template.findResources('AWS::IAM::Role'))) {
      assert.ok(!('ManagedPolicyArns' in Properties));
    }
  });

  it('take every property of a NodejsFunction', () => {
    const template = testTemplate({
      step: {
        entry: stepEntry,
        memorySize: 3008,
        timeout: Duration.seconds(60),
        environment: { SEARCH_INDEX: 'posts' },
      },
    });

    const step = resourceOf(template, 'AWS::Lambda::Function', 'ExportsStepFunction').properties;

    assert.deepEqual([step.MemorySize, step.Timeout], [3008, 60]);
    assert.equal(step.Environment.Variables.SEARCH_INDEX, 'posts');
    assert.ok('EXPORT_BUCKET' in step.Environment.Variables);
  });

  it('can be functions that you made, which then know and may the same', () => {
    const stack = testStack();
    const options = { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('//') };
    const step = new LambdaFunction(stack, 'MyStep', { ...options, timeout: Duration.seconds(120) });
    const exports = testEngine({ step: step as never }, stack);
    const template = Template.fromStack(stack);

    assert.equal(exports.stepFunction, step);
    const { Variables } = resourceOf(template, 'AWS::Lambda::Function', 'MyStep').properties.Environment;
    assert.ok('EXPORT_BUCKET' in Variables);
    assert.ok('{ExportsBucket.Arn}/files/*' in rightsOf(template, 'MyStep'));
    assert.deepEqual(rightsOf(template, 'MyStep')['{ExportsStateMachine}'], answering);
  });

  it('can be functions of another stack, known by their names only', () => {
    const stack = testStack();
    const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:step';
    const step = LambdaFunction.fromFunctionArn(stack, 'Step', arn);
    testEngine({ step: step as never }, stack);

    const { properties } = resourceOf(Template.fromStack(stack), 'AWS::StepFunctions::StateMachine');

    assert.equal(properties.DefinitionSubstitutions.StepFunctionArn, arn);
  });

  it('write logs that end', () => {
    const month = testTemplate().findResources('AWS::Logs::LogGroup');
    const week = testTemplate({ logRetention: RetentionDays.ONE_WEEK }).findResources('AWS::Logs::LogGroup');

    assert.deepEqual(
      Object.values(month).map(({ Properties }) => Properties.RetentionInDays),
      [30, 30, 30],
    );
    assert.deepEqual(
      Object.values(week).map(({ Properties }) => Properties.RetentionInDays),
      [7, 7, 7],
    );
  });
});

describe('the state machine of ExportEngine', () => {
  it('calls the step function, may call nothing else, and logs errors without what went through it', () => {
    const template = testTemplate();
    const { properties } = resourceOf(template, 'AWS::StepFunctions::StateMachine');

    assert.deepEqual(Object.keys(properties.DefinitionSubstitutions), ['StepFunctionArn', 'AwsPartition']);
    assert.equal(properties.LoggingConfiguration.Level, 'ERROR');
    assert.equal(properties.LoggingConfiguration.IncludeExecutionData, false);
    const { '*': logDelivery, ...rights } = rightsOf(template, 'ExportsStateMachine');
    assert.deepEqual(rights, { [stepArn]: ['lambda:InvokeFunction'] });
    assert.ok(logDelivery?.every((action) => action.startsWith('logs:')));
  });

  it('knows which partition of AWS it is in when the stack knows its region', () => {
    const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Beijing', {
      env: { account: '123456789012', region: 'cn-north-1' },
    });
    stack.node.setContext('@aws-cdk/core:enablePartitionLiterals', true);
    testEngine({}, stack);

    const { properties } = resourceOf(Template.fromStack(stack), 'AWS::StepFunctions::StateMachine');

    assert.deepEqual(Object.keys(properties.DefinitionSubstitutions), ['StepFunctionArn']);
    assert.match(properties.DefinitionString, /"arn:aws-cn:states:::lambda:invoke"/);
  });

  it('waits as long as it is told', () => {
    const { properties } = resourceOf(
      testTemplate({
        step: { entry: stepEntry, timeout: Duration.seconds(60) },
        jobTimeout: Duration.hours(2),
        clientWaitTimeout: Duration.seconds(111),
        clientWaitHeartbeat: Duration.seconds(22),
      }),
      'AWS::StepFunctions::StateMachine',
    );

    const text: string = properties.DefinitionString;
    const waits = new Set([...text.matchAll(/"(\w+Seconds)":(\d+)/g)].map(([, name, seconds]) => `${name} ${seconds}`));

    // A task waits half a minute longer than its function.
    for (const wait of ['TimeoutSeconds 7200', 'TimeoutSeconds 90', 'TimeoutSeconds 111', 'HeartbeatSeconds 22']) {
      assert.ok(waits.delete(wait), wait);
    }
    assert.deepEqual(
      [...waits].filter((wait) => /^(Timeout|Heartbeat)/.test(wait)),
      [],
    );
  });

  it('may start executions of its own when partitions are distributed', () => {
    const rights = rightsOf(
      testTemplate({ partitions: { mode: 'distributed', maxConcurrency: 100 } }),
      'ExportsStateMachine',
    );

    assert.deepEqual(rights['{ExportsStateMachine}'], ['states:StartExecution']);
    const children = Object.keys(rights).filter((resource) => resource.includes(':execution:'));
    assert.equal(children.length, 1);
    assert.deepEqual(rights[children[0] ?? ''], ['states:DescribeExecution', 'states:StopExecution']);
  });

  it('is traced with its functions when that is wanted', () => {
    const template = testTemplate({ tracing: true });

    const { properties } = resourceOf(template, 'AWS::StepFunctions::StateMachine');
    const step = resourceOf(template, 'AWS::Lambda::Function', 'ExportsStepFunction').properties;

    assert.deepEqual(properties.TracingConfiguration, { Enabled: true });
    assert.deepEqual(step.TracingConfig, { Mode: 'Active' });
  });
});

describe('the sweeper of ExportEngine', () => {
  it('is called every hour, without repetitions', () => {
    const template = testTemplate();

    const { properties } = resourceOf(template, 'AWS::Events::Rule');
    const { properties: invoke } = resourceOf(template, 'AWS::Lambda::EventInvokeConfig', 'ExportsSweepFunction');

    assert.equal(properties.ScheduleExpression, 'rate(1 hour)');
    assert.deepEqual(properties.Targets[0].RetryPolicy, { MaximumRetryAttempts: 0 });
    assert.equal(invoke.MaximumRetryAttempts, 0);
  });
});

describe('the alarms of ExportEngine', () => {
  it('ring for failed exports, failing steps and a failing sweeper', () => {
    const alarms = Object.values(testTemplate().findResources('AWS::CloudWatch::Alarm'));

    assert.deepEqual(
      alarms.map(({ Properties: { MetricName, Threshold, Period } }) => [MetricName, Threshold, Period]),
      [
        ['ExecutionsFailed', 1, 300],
        ['ExecutionsTimedOut', 1, 300],
        ['Errors', 5, 300],
        ['Throttles', 1, 300],
        ['Errors', 1, 3600],
      ],
    );
    for (const { Properties } of alarms) {
      assert.equal(Properties.TreatMissingData, 'notBreaching');
      assert.equal(Properties.ComparisonOperator, 'GreaterThanOrEqualToThreshold');
      assert.ok(!('AlarmActions' in Properties));
    }
  });

  it('tell a topic, also of their end', () => {
    const stack = testStack();
    testEngine({ alarmTopic: new Topic(stack, 'Topic') as never }, stack);

    const alarms = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));

    for (const { Properties } of alarms) {
      assert.equal(Properties.AlarmActions.length, 1);
      assert.deepEqual(Properties.OKActions, Properties.AlarmActions);
    }
  });
});

describe('what ExportEngine grants', () => {
  function lambda(stack = testStack()): { readonly mine: LambdaFunction; readonly stack: typeof stack } {
    const mine = new LambdaFunction(stack, 'Mine', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('//'),
    });
    return { mine, stack };
  }

  it('lets the function behind an API start, follow, cancel, link and keep a wait alive', () => {
    const { mine, stack } = lambda();
    const exports = testEngine({}, stack);
    exports.grantStart(mine);
    const template = Template.fromStack(stack);

    const { '{ExportsStateMachine}': starting, ...rights } = rightsOf(template, 'Mine');

    const executions = Object.entries(rights).filter(([resource]) => resource.includes(':execution:'));
    assert.deepEqual(starting, ['states:SendTaskHeartbeat', 'states:StartExecution']);
    assert.deepEqual(
      executions.map(([, actions]) => actions),
      [['states:StopExecution']],
    );
    assert.deepEqual(
      Object.fromEntries(Object.entries(rights).filter(([resource]) => !resource.includes(':execution:'))),
      {
        '{ExportsBucket.Arn}': listing,
        '{ExportsBucket.Arn}/files/*': cleaning,
        '{ExportsBucket.Arn}/store/*': storeActions,
        '{ExportsSecret}': reading,
      },
    );
  });

  it('lets the function behind a websocket keep connections, answer a waiting export and link', () => {
    const { mine, stack } = lambda();
    const exports = testEngine({}, stack);
    exports.grantPush(mine);

    assert.deepEqual(rightsOf(Template.fromStack(stack), 'Mine'), {
      '{ExportsBucket.Arn}': ['s3:ListBucket'],
      '{ExportsBucket.Arn}/files/*': ['s3:GetObject'],
      '{ExportsBucket.Arn}/store/*': storeActions,
      '{ExportsSecret}': reading,
      '{ExportsStateMachine}': answering,
    });
  });

  it('comes with an environment that names the state machine too', () => {
    const { environment } = testEngine();

    assert.deepEqual(Object.keys(environment).sort(), [
      'EXPORT_BUCKET',
      'EXPORT_FILE_PREFIX',
      'EXPORT_SECRET_ARN',
      'EXPORT_STATE_MACHINE_ARN',
      'EXPORT_STORE_PREFIX',
    ]);
  });
});

describe('ExportEngine', () => {
  it('makes nothing when a prop is wrong', () => {
    const stack = testStack();

    assert.throws(() => testEngine({ jobTimeout: Duration.days(3) }, stack), { code: 'EXPORT_OPTIONS_INVALID' });
    assert.deepEqual(stack.node.children, []);
  });

  it('can be there twice in a stack', () => {
    const stack = testStack();
    testEngine({}, stack);
    new ExportEngine(stack, 'MoreExports', { step: { entry: stepEntry }, sweep: { entry: stepEntry } });

    Template.fromStack(stack).resourceCountIs('AWS::StepFunctions::StateMachine', 2);
  });
});
