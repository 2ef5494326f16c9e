import {
  boolean,
  type Check,
  checkOptions,
  custom,
  integer,
  object,
  oneOf,
  optional,
  string,
} from '@export-engine/core';
import { Duration } from 'aws-cdk-lib';
import { anyDuration, durationWithin, shorter } from './duration-check.ts';
import type { ExportEngineProps, PartitionsProps } from './export-engine-props.ts';

type Durations =
  | 'clientWaitTimeout'
  | 'clientWaitHeartbeat'
  | 'jobTimeout'
  | 'sweepInterval'
  | 'fileExpiration'
  | 'recordExpiration';

/** Props with their defaults. */
export interface CheckedProps extends Omit<ExportEngineProps, Durations | 'partitions'> {
  readonly partitions: Required<{ readonly [Key in keyof PartitionsProps]: NonNullable<PartitionsProps[Key]> }>;
  readonly durations: { readonly [Key in Durations]: Duration };
}

const owner = 'ExportEngine';

/** "Inline … up to 40 concurrent iterations", https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
const maxInline = 40;
/** As many partitions as the engine makes of an export. */
const maxDistributed = 1024;
/** "Maximum execution time: 1 year", https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const maxJob: Duration = Duration.days(365);
/** Lifecycle rules have no such limit; more than ten years is a mistake. */
const maxExpiration: Duration = Duration.days(3650);
const second: Duration = Duration.seconds(1);
const minute: Duration = Duration.minutes(1);
const day: Duration = Duration.days(1);

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID` that names the prop and what is allowed; nothing was made then. */
export function checkProps(props: ExportEngineProps): CheckedProps {
  checkOptions<ExportEngineProps>(owner, props, {
    step: handler(),
    sweep: handler(),
    partitions: optional(object()),
    clientWaitTimeout: optional(anyDuration()),
    clientWaitHeartbeat: optional(anyDuration()),
    jobTimeout: optional(anyDuration()),
    sweepInterval: optional(anyDuration()),
    fileExpiration: optional(anyDuration()),
    recordExpiration: optional(anyDuration()),
    encryptionKey: optional(resource('a KMS key', 'keyArn')),
    enforceSsl: optional(boolean()),
    removalPolicy: optional(string()),
    logRetention: optional(custom('one of RetentionDays', (value) => typeof value === 'number')),
    tracing: optional(boolean()),
    alarmTopic: optional(resource('an SNS topic', 'topicArn')),
  });
  return { ...props, partitions: checkPartitions(props.partitions ?? {}), durations: checkDurations(props) };
}

function checkPartitions(partitions: PartitionsProps): CheckedProps['partitions'] {
  const { mode = 'inline' } = partitions;
  checkOptions<PartitionsProps>(`${owner}: partitions`, partitions, {
    mode: optional(oneOf(['inline', 'distributed'])),
    maxConcurrency: optional(integer({ min: 1, max: mode === 'distributed' ? maxDistributed : maxInline })),
  });
  return { mode, maxConcurrency: partitions.maxConcurrency ?? 10 };
}

/** Some of them are bounds of others. */
function checkDurations(props: ExportEngineProps): CheckedProps['durations'] {
  const { jobTimeout = day, sweepInterval = Duration.hours(1), fileExpiration = day } = props;
  const maxWait = shorter(day, lessThan(jobTimeout));
  const { clientWaitTimeout = shorter(Duration.minutes(5), maxWait), recordExpiration = Duration.days(30) } = props;
  const maxHeartbeat = lessThan(clientWaitTimeout);
  const { clientWaitHeartbeat = shorter(minute, maxHeartbeat) } = props;
  const durations = {
    jobTimeout,
    clientWaitTimeout,
    clientWaitHeartbeat,
    sweepInterval,
    fileExpiration,
    recordExpiration,
  };
  const days = { whole: 'days', max: maxExpiration } as const;
  const minRecords = fileExpiration.plus(day);
  checkOptions<CheckedProps['durations']>(owner, durations, {
    jobTimeout: durationWithin({ whole: 'seconds', min: minute, max: maxJob }),
    clientWaitTimeout: durationWithin({
      whole: 'seconds',
      min: Duration.seconds(2),
      max: maxWait,
      maxName: 'a second less than jobTimeout',
    }),
    clientWaitHeartbeat: durationWithin({
      whole: 'seconds',
      min: second,
      max: maxHeartbeat,
      maxName: 'a second less than clientWaitTimeout',
    }),
    sweepInterval: durationWithin({ whole: 'minutes', min: minute, max: day }),
    fileExpiration: durationWithin({ ...days, min: jobTimeout, minName: 'jobTimeout' }),
    recordExpiration: durationWithin({ ...days, min: minRecords, minName: 'a day more than fileExpiration' }),
  });
  return durations;
}

/** By a second, if there is one left. */
function lessThan(duration: Duration): Duration {
  return Duration.seconds(Math.max(0, Math.floor(duration.toSeconds({ integral: false })) - 1));
}

function handler(): Check {
  return custom('{ entry } of a file that exports a handler, or a Lambda function', (value) => {
    if (typeof value !== 'object' || value === null) return false;
    return 'functionArn' in value || ('entry' in value && typeof value.entry === 'string' && value.entry !== '');
  });
}

function resource(what: string, key: string): Check {
  return custom(what, (value) => typeof value === 'object' && value !== null && key in value);
}
