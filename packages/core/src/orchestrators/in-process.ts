import type { ExportSteps, Orchestrator, StepOutcome } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import { checkOptions, func, integer, optional } from '../options/index.ts';
import { type Clock, systemClock } from '../timing/clock.ts';
import { pauseMs } from '../timing/retry.ts';
import { createSlots } from '../timing/slots.ts';
import { type Seat, seatAt } from './seat.ts';

export interface InProcessOrchestratorOptions {
  /** Exports worked on at once; the others wait their turn. 1 to 1,000. @default 8 */
  readonly maxConcurrentExports?: number | undefined;
  /**
   * Called when an export is left unfinished because its record could not be read or written for long: `resume()` or the
   * sweeper take it up later.
   */
  readonly onLeft?: ((exportId: string, error: unknown) => void) | undefined;
}

/** An orchestrator that lives in this process. */
export interface InProcessOrchestrator extends Orchestrator {
  /** Resolves when no export is under way here. */
  idle(): Promise<void>;
  /** Stops every export where it is; their records stay, so that another process can go on. */
  close(): Promise<void>;
}

/** Tries of a step that throws something transient, before the export is left to `resume()` or the sweeper. */
const maxAttempts = 12;

/**
 * Calls the steps of each export in a loop in this process. An export that is under way when the process dies goes on
 * with `engine.resume()` in the next one.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 */
export function inProcessOrchestrator(options: InProcessOrchestratorOptions = {}): InProcessOrchestrator {
  checkOptions<InProcessOrchestratorOptions>('inProcessOrchestrator()', options, {
    maxConcurrentExports: optional(integer({ min: 1, max: 1000 })),
    onLeft: optional(func()),
  });
  return createInProcessOrchestrator(options, systemClock);
}

export function createInProcessOrchestrator(
  { maxConcurrentExports = 8, onLeft }: InProcessOrchestratorOptions,
  clock: Clock,
): InProcessOrchestrator {
  const running = new Map<string, { readonly stopper: AbortController; readonly ended: Promise<void> }>();
  const slots = createSlots(maxConcurrentExports);

  async function run(exportId: string, steps: ExportSteps, signal: AbortSignal): Promise<void> {
    const seat = seatAt(slots, signal);
    try {
      await seat.take();
      await callSteps(exportId, steps, { seat, signal, clock });
    } catch (error) {
      if (!signal.aborted) onLeft?.(exportId, error);
    } finally {
      seat.giveBack();
      running.delete(exportId);
    }
  }

  async function stop(exportId: string): Promise<void> {
    const entry = running.get(exportId);
    entry?.stopper.abort(new Error('The orchestrator was told to stop.'));
    await entry?.ended;
  }

  return {
    specVersion: 1,
    name: 'in-process',
    async start(exportId, { signal, steps }) {
      signal.throwIfAborted();
      if (running.has(exportId)) return;
      const stopper = new AbortController();
      // `run` must not end before it is registered: its first act is to wait.
      const ended = Promise.resolve().then(() => run(exportId, steps, stopper.signal));
      running.set(exportId, { stopper, ended });
    },
    async stop(exportId, { signal }) {
      signal.throwIfAborted();
      await stop(exportId);
    },
    async idle() {
      while (running.size > 0) await Promise.all([...running.values()].map(({ ended }) => ended));
    },
    async close() {
      await Promise.all([...running.keys()].map(stop));
    },
  };
}

/** `prepare → advance → finish → deliver`, or from any failure `fail → deliver`. */
async function callSteps(exportId: string, steps: ExportSteps, run: Run): Promise<void> {
  const { signal } = run;
  try {
    for (const name of ['prepare', 'advance', 'finish'] as const) {
      const outcome = await callUntilDone(() => steps[name](exportId, { signal }), run);
      if (outcome.status === 'ended') break;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (isTransient(error)) throw error;
    await callUntilDone(() => steps.fail(exportId, error, { signal }), run);
  }
  await callUntilDone(() => steps.deliver(exportId, { signal }), run);
}

interface Run {
  readonly seat: Seat;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

async function callUntilDone(call: () => Promise<StepOutcome>, { seat, signal, clock }: Run): Promise<StepOutcome> {
  for (let attempt = 0; ; ) {
    signal.throwIfAborted();
    try {
      const outcome = await call();
      if (outcome.status === 'done' || outcome.status === 'ended') return outcome;
      attempt = 0;
      // What another worker holds must not keep this one's own exports waiting.
      if (outcome.status === 'busy') seat.giveBack();
      await clock.sleep(outcome.retryAfterMs, signal);
      await seat.take();
    } catch (error) {
      signal.throwIfAborted();
      if (!isTransient(error) || attempt >= maxAttempts) throw error;
      attempt += 1;
      await clock.sleep(pauseMs(clock, attempt), signal);
    }
  }
}

function isTransient(error: unknown): error is ExportEngineError {
  return ExportEngineError.isInstance(error) && error.isRetryable;
}
