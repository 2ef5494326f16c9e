/** What a test tells the server process, as JSON in its first argument. */
export interface ServerProcessOptions {
  /** Holds `posts.db`, files, records, and the log of notifications. */
  readonly folder: string;
  readonly port?: number;
  /** Makes each part take this long, so that an export is under way for long. */
  readonly pauseMsPerPart?: number;
  readonly maxConcurrentExports?: number;
  readonly pageBytes?: number;
  readonly leaseSeconds?: number;
  readonly partBytes?: number;
  readonly partsInFlight?: number;
  readonly maxBufferedBytes?: number;
}

/** What a server process measures of itself. */
export interface ProcessMeasures {
  /** Resident memory when the measuring began, in bytes. */
  readonly rssBefore: number;
  /** The largest since. */
  readonly rssPeak: number;
  /** By how much timers of 10 ms were late, 99th percentile. */
  readonly eventLoopDelayMs: number;
  /** What the main thread computed between two such timers, 99th percentile: the same on a machine that has time. */
  readonly busyMs: number;
  /** Of the time that the main thread wanted to compute, the share in which the machine let it. */
  readonly cpuShare: number;
}

export type ToParent =
  | { readonly type: 'started'; readonly url: string }
  | { readonly type: 'measured'; readonly measures: ProcessMeasures };

export type ToChild = { readonly type: 'begin-measuring' } | { readonly type: 'end-measuring' };
