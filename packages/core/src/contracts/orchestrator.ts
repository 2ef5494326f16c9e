/** How far a step came. */
export interface StepOutcome {
  /**
   * - `done`: go on to the next step (`prepare → advance → finish → deliver`, and `fail → deliver`).
   * - `continue`: call the same step again, after `retryAfterMs`.
   * - `busy`: another worker holds the lease; call the same step again after `retryAfterMs`.
   * - `ended`: the export has ended (perhaps cancelled meanwhile); go to `deliver`.
   */
  readonly status: 'done' | 'continue' | 'busy' | 'ended';
  /** Wait this long before the next call, in milliseconds; 0 for at once. */
  readonly retryAfterMs: number;
}

/** What an orchestrator has to know of the rest of an export; with `done` and with nothing else. */
export interface PrepareOutcome extends StepOutcome {
  /** How many workers can `advance` it side by side, each with a partition of its own; 1 when it can't be split. */
  readonly partitions?: number | undefined;
  /** Names of the notifiers that will be told of the ending. */
  readonly notifiers?: readonly string[] | undefined;
}

export interface StepOptions {
  readonly signal: AbortSignal;
  /** Epoch milliseconds by which the step must have returned. @default none */
  readonly deadline?: number | undefined;
}

export interface AdvanceOptions extends StepOptions {
  /**
   * Index of the partition to go on with, from 0 to `PrepareOutcome.partitions - 1`, for workers side by side. The step
   * after it may begin when every partition is `done`. @default all of them, by this worker
   */
  readonly partition?: number | undefined;
}

/** The steps of an export. Each is idempotent and goes on from the record, in any process. */
export interface ExportSteps {
  /** Fixes the columns and opens the snapshot. */
  prepare(exportId: string, options: StepOptions): Promise<PrepareOutcome>;
  /** Reads, encodes and stores until all rows are durable or the deadline is near. */
  advance(exportId: string, options: AdvanceOptions): Promise<StepOutcome>;
  /** Verifies, completes the file, and ends the export as `completed`. */
  finish(exportId: string, options: StepOptions): Promise<StepOutcome>;
  /** Cleans up and tells the requester. Never fails the export. `continue` while either wants another try. */
  deliver(exportId: string, options: StepOptions): Promise<StepOutcome>;
  /** Ends the export as `failed` with this error's code and message. An `EXPORT_LEASE_LOST` ends nothing: `busy`. */
  fail(exportId: string, error: unknown, options: StepOptions): Promise<StepOutcome>;
}

export interface OrchestratorCallOptions {
  readonly signal: AbortSignal;
  /** The engine's steps. An orchestrator that calls them from elsewhere (a state machine) ignores them. */
  readonly steps: ExportSteps;
}

/** Who calls the steps. */
export interface Orchestrator {
  readonly specVersion: 1;
  readonly name: string;
  /** Sees to it that the export's steps are called until it has ended. Idempotent by id. Resolves once that is sure. */
  start(exportId: string, options: OrchestratorCallOptions): Promise<void>;
  /** Stops calling steps; the record stays as it is. Idempotent; an unknown id is fine. */
  stop(exportId: string, options: OrchestratorCallOptions): Promise<void>;
}
