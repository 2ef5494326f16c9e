import { setTimeout as sleep } from 'node:timers/promises';
import { createInProcessOrchestrator } from '../../src/orchestrators/in-process.ts';
import { systemClock } from '../../src/timing/clock.ts';
import { deaf, leavingListeners, wrappingReasons } from '../support/broken-signals.ts';
import { type BrokenOrchestrator, brokenOrchestrator, intercepting } from './broken-orchestrator.ts';

/** Faults in starting, stopping and signals. */
export const brokenStarts: readonly BrokenOrchestrator[] = [
  brokenOrchestrator(
    'works on an export as often as it is started',
    ['orchestrator.start.idempotent'],
    (orchestrator) => {
      const others: ReturnType<typeof createInProcessOrchestrator>[] = [];
      return {
        async start(exportId, options) {
          const other = createInProcessOrchestrator({}, { ...systemClock, random: () => 0.05 });
          others.push(other);
          await other.start(exportId, options);
        },
        async stop(exportId, options) {
          await orchestrator.stop(exportId, options);
          for (const other of others) await other.stop(exportId, options);
        },
      };
    },
  ),
  brokenOrchestrator(
    'resolves start when the export has ended',
    ['orchestrator.start.does-not-wait'],
    (orchestrator) => ({
      async start(exportId, options) {
        await orchestrator.start(exportId, options);
        await Promise.race([orchestrator.idle(), sleep(2_500)]);
      },
    }),
  ),
  brokenOrchestrator(
    'mixes up exports that run at the same time',
    [
      'orchestrator.drive.ended-early',
      'orchestrator.fail.transient',
      'orchestrator.fail.permanent',
      'orchestrator.concurrency.exports-do-not-mix',
      'orchestrator.concurrency.slow-neighbour',
      'orchestrator.stop.only-one',
    ],
    (orchestrator) => {
      let last = '';
      return intercepting(orchestrator, (call, next) => {
        if (call.step === 'prepare') last = call.exportId;
        return next({ ...call, exportId: last });
      });
    },
  ),
  brokenOrchestrator('works on one export at a time', ['orchestrator.concurrency.slow-neighbour'], () => ({}), {
    maxConcurrentExports: 1,
  }),
  brokenOrchestrator('does not stop', ['orchestrator.stop.stops', 'orchestrator.stop.then-start'], () => ({
    async stop(_, { signal }) {
      signal.throwIfAborted();
    },
  })),
  brokenOrchestrator(
    'fails an export that is stopped',
    ['orchestrator.stop.stops', 'orchestrator.stop.in-a-step'],
    (orchestrator) => ({
      ...orchestrator,
      async stop(exportId, options) {
        await orchestrator.stop(exportId, options);
        await options.steps.fail(exportId, new Error('stopped'), options);
      },
    }),
  ),
  brokenOrchestrator('stops every export', ['orchestrator.stop.only-one'], (orchestrator) => ({
    async stop(_, { signal }) {
      signal.throwIfAborted();
      await orchestrator.close();
    },
  })),
  brokenOrchestrator('complains of an export it does not know', ['orchestrator.stop.idempotent'], (orchestrator) => {
    const known = new Set<string>();
    return {
      start(exportId, options) {
        known.add(exportId);
        return orchestrator.start(exportId, options);
      },
      async stop(exportId, options) {
        options.signal.throwIfAborted();
        if (!known.delete(exportId)) throw new Error('unknown');
        await orchestrator.stop(exportId, options);
      },
    };
  }),
  brokenOrchestrator('never starts an export that was stopped', ['orchestrator.stop.then-start'], (orchestrator) => {
    const stopped = new Set<string>();
    return {
      async start(exportId, options) {
        options.signal.throwIfAborted();
        if (!stopped.has(exportId)) await orchestrator.start(exportId, options);
      },
      stop(exportId, options) {
        stopped.add(exportId);
        return orchestrator.stop(exportId, options);
      },
    };
  }),
  brokenOrchestrator(
    'stops an export when the caller of start hangs up',
    ['orchestrator.signal.afterwards', 'orchestrator.signal.no-listeners'],
    (orchestrator) => ({
      async start(exportId, options) {
        await orchestrator.start(exportId, options);
        const stop = (): void => void orchestrator.stop(exportId, { ...options, signal: new AbortController().signal });
        options.signal.addEventListener('abort', stop, { once: true });
      },
    }),
  ),
  brokenOrchestrator('never looks at its signal', ['orchestrator.signal.before'], deaf),
  brokenOrchestrator('rejects with an error of its own when aborted', ['orchestrator.signal.before'], wrappingReasons),
  brokenOrchestrator('forgets a listener on its signal', ['orchestrator.signal.no-listeners'], leavingListeners),
];
