import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { FunctionFromEntry } from './function-from-entry.ts';

export interface PartitionsProps {
  /**
   * How the partitions of one export run side by side: `inline` in the execution itself, up to 40 at once; `distributed` in
   * executions of their own, for more than that.
   *
   * @default 'inline'
   */
  readonly mode?: 'inline' | 'distributed' | undefined;
  /** Largest number of partitions of one export that run at once; 1 to 40 inline, 1 to 1,024 distributed. @default 10 */
  readonly maxConcurrency?: number | undefined;
}

export interface ExportEngineProps {
  /**
   * The function that runs the steps: its handler is a `stepHandler()` of `@export-engine/runtime-lambda`. A file's function
   * gets 1,769 MB, which is one vCPU, and 15 minutes.
   *
   * A function of your own gets environment and rights too, unless it is only known by its ARN.
   */
  readonly step: FunctionFromEntry | IFunction;
  /**
   * The function that ends what nobody goes on with and removes what is old: its handler is a `sweepHandler()`. A file's
   * function gets 512 MB and 15 minutes.
   */
  readonly sweep: FunctionFromEntry | IFunction;
  readonly partitions?: PartitionsProps | undefined;
  /** How long an export with push waits for its client to connect: 2 seconds to 1 day, less than `jobTimeout`. @default 5 minutes */
  readonly clientWaitTimeout?: Duration | undefined;
  /** The wait ends early when nothing is heard of the client for this long: less than `clientWaitTimeout`. @default 1 minute */
  readonly clientWaitHeartbeat?: Duration | undefined;
  /** Longest export, from its start to its ending. 1 minute to 365 days. @default 1 day */
  readonly jobTimeout?: Duration | undefined;
  /** Between two runs of the sweeper: whole minutes, 1 minute to 1 day. @default 1 hour */
  readonly sweepInterval?: Duration | undefined;
  /**
   * When files go. Whole days, not shorter than `jobTimeout`: S3 counts from the begin of the upload, and the segments of an
   * export under way are files too. @default 1 day
   */
  readonly fileExpiration?: Duration | undefined;
  /** When records go that nobody has written since. Whole days, longer than `fileExpiration`. @default 30 days */
  readonly recordExpiration?: Duration | undefined;
  /** Encrypts the bucket and the secret. @default S3's own keys (SSE-S3), and the account's key of Secrets Manager */
  readonly encryptionKey?: IKey | undefined;
  /** Whether S3 refuses requests without TLS; `false` is for emulators only. @default true */
  readonly enforceSsl?: boolean | undefined;
  /** What happens to the bucket when the stack goes; `DESTROY` works on an empty bucket only. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy | undefined;
  /** How long logs are kept. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays | undefined;
  /** Whether X-Ray traces executions and the functions made here. @default false */
  readonly tracing?: boolean | undefined;
  /** Told of alarms and of their end. @default nobody */
  readonly alarmTopic?: ITopic | undefined;
}
