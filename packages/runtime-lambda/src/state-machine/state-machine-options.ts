import { checkOptions, custom, ExportEngineError, integer, object, oneOf, optional, string } from '@export-engine/core';

export interface PartitionOptions {
  /**
   * `inline`: partitions are part of the execution, up to 40 at once. `distributed`: each is an execution of its own, with its
   * own history. @default 'inline'
   */
  readonly mode?: 'inline' | 'distributed' | undefined;
  /** Partitions of one export that are worked on at once, 1 to 40, or to 1,024 when distributed. @default 10 */
  readonly maxConcurrency?: number | undefined;
}

export interface ClientWaitOptions {
  /** Longest wait for a client, 2 to 86,400 s; shorter than the whole execution. @default 300 */
  readonly timeoutSeconds?: number | undefined;
  /** A client that gave no sign of life for so long is not expected any more; less than `timeoutSeconds`. @default 60 */
  readonly heartbeatSeconds?: number | undefined;
}

export interface StateMachineOptions {
  /** ARN of the function that `stepHandler()` is in, or a placeholder that your tool fills: `${StepFunctionArn}`. */
  readonly stepFunctionArn: string;
  /** How the partitions of an export are worked on. */
  readonly partitions?: PartitionOptions | undefined;
  /** How long `push` waits for the client to connect. */
  readonly clientWait?: ClientWaitOptions | undefined;
  /** The function's own time-out, 1 to 900 s; the state machine allows 30 s more, for the call. @default 900 */
  readonly stepTimeoutSeconds?: number | undefined;
  /** Longest life of an execution, 60 to 31,536,000 s. @default 86,400 */
  readonly timeoutSeconds?: number | undefined;
  /** `aws`, `aws-cn`, `aws-us-gov`, or a placeholder. @default that of the ARN; `aws` when it is a placeholder */
  readonly awsPartition?: string | undefined;
}

/** Checked options, with defaults. */
export interface StateMachinePlan {
  readonly stepFunctionArn: string;
  readonly awsPartition: string;
  readonly mode: 'inline' | 'distributed';
  readonly maxConcurrency: number;
  readonly clientTimeoutSeconds: number;
  readonly clientHeartbeatSeconds: number;
  readonly taskTimeoutSeconds: number;
  readonly timeoutSeconds: number;
}

const factory = 'exportStateMachine()';

/** "Inline mode … limited to 40 concurrent iterations", https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
const maxInline = 40;
/** As many partitions as the engine makes of an export. */
const maxDistributed = 1024;
/** For the call itself, and the start of a new environment. */
const callSeconds = 30;

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID` */
export function checkStateMachineOptions(options: StateMachineOptions): StateMachinePlan {
  checkOptions<StateMachineOptions>(factory, options, {
    stepFunctionArn: custom(`the ARN of a Lambda function, or a placeholder (\${Name})`, isArnOrPlaceholder),
    partitions: optional(object()),
    clientWait: optional(object()),
    stepTimeoutSeconds: optional(integer({ min: 1, max: 900 })),
    timeoutSeconds: optional(integer({ min: 60, max: 31_536_000 })),
    awsPartition: optional(string({ max: 100 })),
  });
  const { stepFunctionArn, stepTimeoutSeconds = 900, timeoutSeconds = 86_400 } = options;
  const { mode, maxConcurrency } = checkPartitions(options.partitions ?? {});
  const client = checkClientWait(options.clientWait ?? {}, timeoutSeconds);
  return {
    stepFunctionArn,
    awsPartition: options.awsPartition ?? partitionOf(stepFunctionArn),
    mode,
    maxConcurrency,
    clientTimeoutSeconds: client.timeoutSeconds,
    clientHeartbeatSeconds: client.heartbeatSeconds,
    taskTimeoutSeconds: stepTimeoutSeconds + callSeconds,
    timeoutSeconds,
  };
}

function checkPartitions(
  options: PartitionOptions,
): Required<{ [Key in keyof PartitionOptions]: NonNullable<PartitionOptions[Key]> }> {
  const { mode = 'inline', maxConcurrency = 10 } = options;
  const max = mode === 'distributed' ? maxDistributed : maxInline;
  checkOptions<PartitionOptions>(`${factory}: partitions`, options, {
    mode: optional(oneOf(['inline', 'distributed'])),
    maxConcurrency: optional(integer({ min: 1, max })),
  });
  return { mode, maxConcurrency };
}

function checkClientWait(options: ClientWaitOptions, executionSeconds: number) {
  const owner = `${factory}: clientWait`;
  checkOptions<ClientWaitOptions>(owner, options, {
    timeoutSeconds: optional(integer({ min: 2, max: 86_400 })),
    heartbeatSeconds: optional(integer({ min: 1, max: 86_400 })),
  });
  const { timeoutSeconds = Math.min(300, executionSeconds - 1) } = options;
  const { heartbeatSeconds = Math.min(60, timeoutSeconds - 1) } = options;
  if (timeoutSeconds >= executionSeconds) {
    throw mustBeLess(owner, 'timeoutSeconds', "the execution's", executionSeconds);
  }
  // As Amazon States Language wants it.
  if (heartbeatSeconds >= timeoutSeconds) throw mustBeLess(owner, 'heartbeatSeconds', 'timeoutSeconds', timeoutSeconds);
  return { timeoutSeconds, heartbeatSeconds };
}

function mustBeLess(owner: string, option: string, what: string, bound: number): ExportEngineError {
  return new ExportEngineError(
    'EXPORT_OPTIONS_INVALID',
    `${owner}: option "${option}" must be less than ${what}, ${bound}.`,
    {
      details: { owner, option },
    },
  );
}

const arn = /^arn:([a-z0-9-]+):lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9-_:$]{1,200}$/;

function isArnOrPlaceholder(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 2048 && (arn.test(value) || value.includes('${'));
}

function partitionOf(stepFunctionArn: string): string {
  return arn.exec(stepFunctionArn)?.[1] ?? 'aws';
}
