import { fileURLToPath } from 'node:url';
import {
  App,
  CfnOutput,
  CfnParameter,
  CliCredentialsStackSynthesizer,
  type IStackSynthesizer,
  RemovalPolicy,
  Stack,
} from 'aws-cdk-lib';
import { HttpApi, HttpMethod, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration, WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { CfnPermission, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';

export interface SmallStackOptions {
  readonly outdir: string;
  readonly stackName: string;
  /** Rights that are left out. @default none */
  readonly without?: 'put' | 'start' | 'invoke' | 'permission' | undefined;
}

/** Synthesizes a stack with one of each: bucket, function, HTTP API with users, WebSocket API, state machine. */
export function synthesizeSmallStack({ outdir, stackName, without }: SmallStackOptions): void {
  const app = new App({ outdir });
  const stack = new Stack(app, stackName, {
    // The cast is for exactOptionalPropertyTypes, which CDK is not written for.
    synthesizer: new CliCredentialsStackSynthesizer() as IStackSynthesizer,
  });
  const greeting = new CfnParameter(stack, 'Greeting', { default: 'none' });
  const bucket = new Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY });
  const code = {
    runtime: Runtime.NODEJS_24_X,
    entry: fileURLToPath(new URL('small-function.ts', import.meta.url)),
    bundling: {
      format: OutputFormat.ESM,
      minify: true,
      bundleAwsSDK: true,
      mainFields: ['module', 'main'],
      logLevel: LogLevel.ERROR,
    },
  };

  const worker = new NodejsFunction(stack, 'Worker', { ...code, environment: { BUCKET: bucket.bucketName } });
  if (without !== 'put') bucket.grantPut(worker);

  const machine = new StateMachine(stack, 'Machine', {
    definitionBody: DefinitionBody.fromChainable(
      new LambdaInvoke(stack, 'Work', { lambdaFunction: worker, retryOnServiceExceptions: false }),
    ),
  });
  if (without === 'invoke') machine.role.node.tryRemoveChild('DefaultPolicy');

  const starter = new NodejsFunction(stack, 'Starter', {
    ...code,
    environment: { STATE_MACHINE: machine.stateMachineArn },
  });
  if (without !== 'start') machine.grantStartExecution(starter);

  const pool = new UserPool(stack, 'Pool', { removalPolicy: RemovalPolicy.DESTROY });
  const client = pool.addClient('Client', { authFlows: { userPassword: true } });
  const api = new HttpApi(stack, 'Api', {
    defaultAuthorizer: new HttpUserPoolAuthorizer('Users', pool, { userPoolClients: [client] }),
  });
  api.addRoutes({
    path: '/start',
    methods: [HttpMethod.POST],
    integration: new HttpLambdaIntegration('Start', starter),
  });

  const push = new WebSocketApi(stack, 'Push', {
    connectRouteOptions: { integration: new WebSocketMockIntegration('Connected') },
  });
  new WebSocketStage(stack, 'PushStage', { webSocketApi: push, stageName: 'push', autoDeploy: true });

  if (without === 'permission') {
    const permissions = api.node.findAll().filter((child) => child instanceof CfnPermission);
    for (const { node } of permissions) node.scope?.node.tryRemoveChild(node.id);
  }

  const outputs = {
    ApiId: api.apiId,
    BucketName: bucket.bucketName,
    ClientId: client.userPoolClientId,
    Greeted: greeting.valueAsString,
    PoolId: pool.userPoolId,
    PushApiId: push.apiId,
  };
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
  app.synth();
}
