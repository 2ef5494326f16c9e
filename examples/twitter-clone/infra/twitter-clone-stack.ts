import { ExportEngine, nodeFunction } from '@export-engine/cdk';
import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { createAlarmTopic, createApiAlarms } from './alarms.ts';
import { emulatorAddresses } from './emulator.ts';
import { entryOf } from './functions.ts';
import { addRoutes, createHttpApi } from './http-api.ts';
import { createMail } from './mail.ts';
import { networkOf } from './network.ts';
import { pageConfiguration } from './page-configuration.ts';
import { addPushRoutes, createPushApi } from './push-api.ts';
import { createSearch } from './search.ts';
import type { StackOptions } from './stack-options.ts';
import { stackParameters } from './stack-parameters.ts';
import { createUsers } from './users.ts';
import { createWebSite } from './web-site.ts';

export interface TwitterCloneStackProps extends StackProps {
  readonly options: StackOptions;
  readonly pageFolder: string;
}

/** API Gateway gives up after 30 seconds; a function of it that goes on is of no use to anybody. */
const apiTimeout = Duration.seconds(29);

/** The Twitter clone on AWS: users, search, exports, three ways of being told, the page. */
export class TwitterCloneStack extends Stack {
  constructor(scope: Construct, id: string, { options, pageFolder, ...props }: TwitterCloneStackProps) {
    super(scope, id, props);
    const emulator = options.emulator && emulatorAddresses(options.emulator);
    const parameters = stackParameters(this);
    const network = networkOf(this, options.network);
    const alarmTopic = createAlarmTopic(this, { address: parameters.alarmAddress, enforceSsl: emulator === undefined });

    const users = createUsers(this);
    const search = createSearch(this, options);
    const mail = createMail(this, { ...parameters, isEmulated: emulator !== undefined });
    const httpApi = createHttpApi(this);
    const push = createPushApi(this);

    const webSocketUrl = emulator?.webSocketUrl(push.api, push.stage.stageName) ?? push.stage.url;
    const configuration = pageConfiguration(users, webSocketUrl);
    const applicationUrl =
      emulator?.httpUrl(httpApi) ?? createWebSite(this, { api: httpApi, pageFolder, configuration }).url;

    const forAll = {
      APPLICATION_URL: applicationUrl,
      PUSH_ENDPOINT: emulator?.pushEndpoint(push.api, push.stage.stageName) ?? push.stage.callbackUrl,
      ...search.environment,
      ...emulator?.environment,
    };
    const forWorkers = { ...forAll, SEARCH_SECRET_ARN: search.secretArn, MAIL_SENDER: mail.senderAddress };

    const exports = new ExportEngine(this, 'Exports', {
      step: {
        ...entryOf('step-function'),
        ...network,
        timeout: Duration.seconds(options.stepTimeoutSeconds),
        environment: forWorkers,
      },
      sweep: { ...entryOf('sweep-function'), ...network, environment: forWorkers },
      partitions: { maxConcurrency: options.partitions },
      enforceSsl: emulator === undefined,
      alarmTopic,
    });
    const httpFunction = nodeFunction(this, 'HttpFunction', {
      ...entryOf('http-function'),
      ...network,
      description: 'Answers the HTTP API.',
      timeout: apiTimeout,
      environment: {
        ...forWorkers,
        ...exports.environment,
        EXPORT_PARTITIONS: String(options.partitions),
        PUSH_URL: webSocketUrl,
      },
    });
    const webSocketFunction = nodeFunction(this, 'WebSocketFunction', {
      ...entryOf('web-socket-function'),
      description: 'Answers the websockets.',
      timeout: apiTimeout,
      // It knows states and links of exports, and never reads the cluster.
      environment: { ...forAll, ...exports.environment, SEARCH_SECRET_ARN: '' },
    });

    addRoutes(httpApi, httpFunction, users);
    addPushRoutes(push, webSocketFunction);
    exports.grantStart(httpFunction);
    exports.grantPush(webSocketFunction);
    for (const { grantPrincipal, role } of [exports.stepFunction, exports.sweepFunction, httpFunction]) {
      mail.grantSend({ grantPrincipal });
      if (role !== undefined) search.grantCredentials(role);
    }
    for (const teller of [exports.stepFunction, exports.sweepFunction, httpFunction, webSocketFunction]) {
      push.stage.grantManagementApiAccess(teller);
    }
    createApiAlarms(this, { topic: alarmTopic, api: httpApi, httpFunction, webSocketFunction });
    this.#output({
      ApplicationUrl: applicationUrl,
      HttpApiId: httpApi.apiId,
      HttpApiUrl: emulator?.httpUrl(httpApi) ?? httpApi.apiEndpoint,
      WebSocketApiId: push.api.apiId,
      WebSocketUrl: webSocketUrl,
      UserPoolId: users.pool.userPoolId,
      UserPoolClientId: users.client.userPoolClientId,
      BucketName: exports.bucket.bucketName,
      SecretArn: exports.secret.secretArn,
      StateMachineArn: exports.stateMachine.stateMachineArn,
      StepFunctionName: exports.stepFunction.functionName,
      SweepFunctionName: exports.sweepFunction.functionName,
      HttpFunctionName: httpFunction.functionName,
      WebSocketFunctionName: webSocketFunction.functionName,
    });
  }

  #output(values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
