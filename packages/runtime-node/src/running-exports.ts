import {
  type ExportSteps,
  type InProcessOrchestrator,
  inProcessOrchestrator,
  type Orchestrator,
} from '@export-engine/core';

/** The orchestrator of a server: works between the server's start and its stop, and knows how many exports it works on. */
export interface RunningExports extends Orchestrator {
  /** Exports of which a step is under way in this process; those that wait for their turn are not counted. */
  readonly count: number;
  /** Begins to take exports up. */
  open(): void;
  /** Stops every export where it is and takes none up any more. Their records stay, so that another process goes on. */
  close(): Promise<void>;
}

export interface RunningExportsOptions {
  readonly maxConcurrentExports: number;
  /** Called with an export that is left to the next upkeep, because its record could not be read or written for long. */
  readonly onLeft: (exportId: string, error: unknown) => void;
}

/**
 * Before `open` and after `close` an export that is handed over is left alone: it is recorded as queued, and whoever
 * resumes next takes it up. So a request that arrives while the server stops loses nothing.
 */
export function createRunningExports(options: RunningExportsOptions): RunningExports {
  const orchestrator: InProcessOrchestrator = inProcessOrchestrator(options);
  const callsUnderWay = new Map<string, number>();
  let isOpen = false;

  function count(exportId: string, change: 1 | -1): void {
    const calls = (callsUnderWay.get(exportId) ?? 0) + change;
    if (calls === 0) callsUnderWay.delete(exportId);
    else callsUnderWay.set(exportId, calls);
  }

  async function counted<Result>(exportId: string, call: () => Promise<Result>): Promise<Result> {
    count(exportId, 1);
    try {
      return await call();
    } finally {
      count(exportId, -1);
    }
  }

  function countedSteps(steps: ExportSteps): ExportSteps {
    return {
      prepare: (id, call) => counted(id, () => steps.prepare(id, call)),
      advance: (id, call) => counted(id, () => steps.advance(id, call)),
      finish: (id, call) => counted(id, () => steps.finish(id, call)),
      deliver: (id, call) => counted(id, () => steps.deliver(id, call)),
      fail: (id, error, call) => counted(id, () => steps.fail(id, error, call)),
    };
  }

  return {
    specVersion: 1,
    name: 'runtime-node',
    get count() {
      return callsUnderWay.size;
    },
    async start(exportId, { signal, steps }) {
      signal.throwIfAborted();
      if (isOpen) await orchestrator.start(exportId, { signal, steps: countedSteps(steps) });
    },
    stop: (exportId, call) => orchestrator.stop(exportId, call),
    open() {
      isOpen = true;
    },
    async close() {
      isOpen = false;
      await orchestrator.close();
    },
  };
}
