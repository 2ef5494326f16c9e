import type { ExportSteps, StepOptions, StepOutcome } from '../../contracts/index.ts';

export type StepName = keyof ExportSteps;

/** One call of a step, as the orchestrator made it. */
export interface StepCall {
  readonly exportId: string;
  readonly step: StepName;
  /** How many calls of this step for this export came before. */
  readonly count: number;
  readonly options: StepOptions;
  /** Milliseconds of a clock that never goes back. */
  readonly startedAt: number;
  /** For `fail`. */
  readonly error?: unknown;
}

/** Decides what a call does. Nothing said is `done`. */
export type Script = (call: StepCall) => StepOutcome | undefined | Promise<StepOutcome | undefined>;

/** Steps that do what a script says and remember who called them. */
export interface ScriptedSteps extends ExportSteps {
  readonly calls: readonly StepCall[];
  /** Exports of which a call of `deliver` came back with `done`. */
  readonly delivered: ReadonlySet<string>;
  /** Most calls of one export that were under way at once. */
  readonly mostAtOnce: () => number;
}

const done: StepOutcome = { status: 'done', retryAfterMs: 0 };
export const ended: StepOutcome = { status: 'ended', retryAfterMs: 0 };

export function scriptedSteps(script: Script = () => undefined): ScriptedSteps {
  const calls: StepCall[] = [];
  const delivered = new Set<string>();
  const underWay = new Map<string, number>();
  let mostAtOnce = 0;

  async function play(exportId: string, step: StepName, options: StepOptions, error?: unknown): Promise<StepOutcome> {
    const count = calls.filter((call) => call.exportId === exportId && call.step === step).length;
    const call: StepCall = { exportId, step, count, options, startedAt: performance.now(), error };
    calls.push(call);
    const atOnce = (underWay.get(exportId) ?? 0) + 1;
    underWay.set(exportId, atOnce);
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    try {
      await new Promise((resolve) => setImmediate(resolve));
      const outcome = (await script(call)) ?? done;
      if (step === 'deliver' && outcome.status === 'done') delivered.add(exportId);
      return outcome;
    } finally {
      underWay.set(exportId, (underWay.get(exportId) ?? 1) - 1);
    }
  }

  return {
    calls,
    delivered,
    mostAtOnce: () => mostAtOnce,
    prepare: (exportId, options) => play(exportId, 'prepare', options),
    advance: (exportId, options) => play(exportId, 'advance', options),
    finish: (exportId, options) => play(exportId, 'finish', options),
    deliver: (exportId, options) => play(exportId, 'deliver', options),
    fail: (exportId, error, options) => play(exportId, 'fail', options, error),
  };
}

/** Never ends by itself; rejects when the step is told to stop. */
export function hang({ options: { signal } }: StepCall): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
