/** A server started by this package. */
export interface RunningServer {
  readonly pid: number;
  /** The last lines of its log, for error messages. */
  readonly logTail: () => string;
  /** Stops it and removes its temporary folder. Idempotent; no process is left when it resolves. */
  readonly stop: () => Promise<void>;
}

/** A running Elasticsearch or OpenSearch. */
export interface RunningSearchServer extends RunningServer {
  readonly product: 'elasticsearch' | 'opensearch';
  readonly version: string;
  readonly url: string;
}
