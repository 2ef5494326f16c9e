import { CfnCondition, Duration, Fn } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { type CfnSubscription, Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface AlarmTopicOptions {
  /** Empty: nobody. */
  readonly address: string;
  readonly enforceSsl: boolean;
}

/** Where alarms go; to a mailbox, when there is one. */
export function createAlarmTopic(scope: Construct, { address, enforceSsl }: AlarmTopicOptions): Topic {
  const topic = new Topic(scope, 'AlarmTopic', { displayName: 'Twitter clone', enforceSSL: enforceSsl });
  const subscription = new Subscription(scope, 'AlarmMail', {
    topic,
    protocol: SubscriptionProtocol.EMAIL,
    endpoint: address,
  });
  (subscription.node.defaultChild as CfnSubscription).cfnOptions.condition = new CfnCondition(
    scope,
    'HasAlarmAddress',
    {
      expression: Fn.conditionNot(Fn.conditionEquals(address, '')),
    },
  );
  return topic;
}

export interface Watched {
  readonly topic: Topic;
  readonly api: HttpApi;
  readonly httpFunction: LambdaFunction;
  readonly webSocketFunction: LambdaFunction;
}

/** Beside those of the exports, which their construct makes. */
export function createApiAlarms(scope: Construct, { topic, api, httpFunction, webSocketFunction }: Watched): void {
  const period = Duration.minutes(5);
  const action = new SnsAction(topic);
  const watch = (id: string, alarmDescription: string, metric: Metric, threshold: number): void => {
    const alarm = new Alarm(scope, id, {
      alarmDescription,
      metric,
      threshold,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  };
  watch('ApiErrors', 'The API answers with 5xx.', api.metricServerError({ period, statistic: 'Sum' }), 5);
  watch('HttpFunctionErrors', 'The function behind the API fails.', httpFunction.metricErrors({ period }), 1);
  watch('HttpFunctionThrottled', 'Too few concurrent functions.', httpFunction.metricThrottles({ period }), 1);
  watch('WebSocketErrors', 'The function behind the websocket fails.', webSocketFunction.metricErrors({ period }), 1);
}
