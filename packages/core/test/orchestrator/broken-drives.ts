import { ExportEngineError, type StepOutcome } from '@export-engine/core';
import { type BrokenOrchestrator, brokenOrchestrator, intercepting } from './broken-orchestrator.ts';

const done: StepOutcome = { status: 'done', retryAfterMs: 0 };

/** Faults in which steps are called, when, and what a failure does. */
export const brokenDrives: readonly BrokenOrchestrator[] = [
  brokenOrchestrator('implements another version of the contract', ['orchestrator.declares-itself'], () => ({
    specVersion: 2 as 1,
  })),
  brokenOrchestrator(
    'calls advance once',
    [
      'orchestrator.drive.in-order',
      'orchestrator.wait.continue',
      'orchestrator.concurrency.exports-do-not-mix',
      'orchestrator.stop.stops',
    ],
    (orchestrator) =>
      intercepting(orchestrator, async (call, next) => {
        const outcome = await next(call);
        return call.step === 'advance' && outcome.status === 'continue' ? done : outcome;
      }),
  ),
  brokenOrchestrator('does not notice that the export has ended', ['orchestrator.drive.ended-early'], (orchestrator) =>
    intercepting(orchestrator, async (call, next) => {
      const outcome = await next(call);
      return outcome.status === 'ended' ? done : outcome;
    }),
  ),
  brokenOrchestrator(
    'calls finish with a signal that is aborted',
    ['orchestrator.drive.step-options'],
    (orchestrator) =>
      intercepting(orchestrator, (call, next) =>
        next(call.step === 'finish' ? { ...call, options: { signal: AbortSignal.abort() } } : call),
      ),
  ),
  brokenOrchestrator('calls deliver once', ['orchestrator.drive.deliver-again'], (orchestrator) =>
    intercepting(orchestrator, async (call, next) => {
      const outcome = await next(call);
      return call.step === 'deliver' ? done : outcome;
    }),
  ),
  brokenOrchestrator(
    'never delivers',
    [
      'orchestrator.drive.in-order',
      'orchestrator.drive.ended-early',
      'orchestrator.drive.step-options',
      'orchestrator.drive.deliver-again',
      'orchestrator.wait.busy',
      'orchestrator.wait.continue',
      'orchestrator.fail.transient',
      'orchestrator.fail.transient-delivery',
      'orchestrator.fail.permanent',
      'orchestrator.fail.unclassified',
      'orchestrator.fail.until-failed',
      'orchestrator.fail.not-by-delivery',
      'orchestrator.start.idempotent',
      'orchestrator.start.does-not-wait',
      'orchestrator.concurrency.exports-do-not-mix',
      'orchestrator.concurrency.slow-neighbour',
      'orchestrator.stop.only-one',
      'orchestrator.stop.then-start',
      'orchestrator.signal.afterwards',
      'orchestrator.signal.no-listeners',
    ],
    (orchestrator) => intercepting(orchestrator, async (call, next) => (call.step === 'deliver' ? done : next(call))),
  ),
  brokenOrchestrator(
    'does not wait before it calls again',
    ['orchestrator.wait.busy', 'orchestrator.wait.continue'],
    (orchestrator) => intercepting(orchestrator, async (call, next) => ({ ...(await next(call)), retryAfterMs: 0 })),
  ),
  brokenOrchestrator(
    'takes busy for done',
    ['orchestrator.wait.busy', 'orchestrator.fail.until-failed'],
    (orchestrator) =>
      intercepting(orchestrator, async (call, next) => {
        const outcome = await next(call);
        return outcome.status === 'busy' ? done : outcome;
      }),
  ),
  brokenOrchestrator(
    'takes every failure for a permanent one',
    [
      'orchestrator.fail.transient',
      'orchestrator.fail.transient-delivery',
      'orchestrator.fail.permanent',
      'orchestrator.fail.until-failed',
    ],
    (orchestrator) =>
      intercepting(orchestrator, (call, next) =>
        next(call).catch((error: unknown) => {
          throw new Error('permanent', { cause: error });
        }),
      ),
  ),
  brokenOrchestrator(
    'takes every failure for a transient one',
    ['orchestrator.fail.permanent', 'orchestrator.fail.unclassified', 'orchestrator.fail.until-failed'],
    (orchestrator) =>
      intercepting(orchestrator, (call, next) =>
        next(call).catch((cause: unknown) => {
          throw new ExportEngineError('EXPORT_UNEXPECTED', 'again', { cause, isRetryable: true });
        }),
      ),
  ),
  brokenOrchestrator(
    'swallows failures',
    [
      'orchestrator.fail.transient',
      'orchestrator.fail.transient-delivery',
      'orchestrator.fail.permanent',
      'orchestrator.fail.unclassified',
      'orchestrator.fail.until-failed',
    ],
    (orchestrator) => intercepting(orchestrator, (call, next) => next(call).catch(() => done)),
  ),
  brokenOrchestrator('calls fail once', ['orchestrator.fail.until-failed'], (orchestrator) =>
    intercepting(orchestrator, (call, next) => (call.step === 'fail' ? next(call).catch(() => done) : next(call))),
  ),
  brokenOrchestrator(
    'fails an export because nobody could be told',
    ['orchestrator.fail.transient-delivery', 'orchestrator.fail.not-by-delivery'],
    (orchestrator) =>
      intercepting(orchestrator, (call, next) =>
        next(call).catch((error: unknown) => {
          if (call.step !== 'deliver') throw error;
          return next({ ...call, step: 'fail', error });
        }),
      ),
  ),
];
