import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

interface Watched {
  readonly stateMachine: IStateMachine;
  readonly step: IFunction;
  readonly sweep: IFunction;
  readonly sweepInterval: Duration;
  readonly alarmTopic?: ITopic | undefined;
}

interface AlarmPlan {
  readonly metric: Metric;
  readonly threshold: number;
  readonly description: string;
}

/** A killed worker is an error too, and costs nothing: the state machine calls again. Several within minutes are a pattern. */
const stepErrors = 5;

/** What somebody has to look at. */
export function createAlarms(scope: Construct, watched: Watched): readonly Alarm[] {
  return Object.entries(plans(watched)).map(([id, { metric, threshold, description }]) => {
    const alarm = new Alarm(scope, id, {
      metric,
      threshold,
      alarmDescription: description,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (watched.alarmTopic !== undefined) {
      const action = new SnsAction(watched.alarmTopic);
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
    return alarm;
  });
}

function plans({ stateMachine, step, sweep, sweepInterval }: Watched): Readonly<Record<string, AlarmPlan>> {
  const period = Duration.minutes(5);
  return {
    ExportFailed: {
      metric: stateMachine.metricFailed({ period }),
      threshold: 1,
      description: 'An export failed. Its record says why, and its owner was told.',
    },
    ExportTimedOut: {
      metric: stateMachine.metricTimedOut({ period }),
      threshold: 1,
      description: 'An export took longer than jobTimeout. The sweeper ends it.',
    },
    StepErrors: {
      metric: step.metricErrors({ period }),
      threshold: stepErrors,
      description: 'Steps of exports crash or time out. They are repeated; see the log of the step function.',
    },
    StepThrottled: {
      metric: step.metricThrottles({ period }),
      threshold: 1,
      description: "The step function meets the account's limit of concurrency. Exports are slower, none is lost.",
    },
    SweepErrors: {
      metric: sweep.metricErrors({ period: atLeast(sweepInterval, period) }),
      threshold: 1,
      description: 'The sweeper fails: dead exports are not ended, old ones stay. See its log.',
    },
  };
}

/** "Period … can be 10, 30, or a multiple of 60 seconds", and an alarm looks at one day at most. */
function atLeast(interval: Duration, period: Duration): Duration {
  return interval.toSeconds() < period.toSeconds() ? period : interval;
}
