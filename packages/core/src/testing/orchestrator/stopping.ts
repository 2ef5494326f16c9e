import assert from 'node:assert/strict';
import { assertAbortedBefore, assertNoListeners, liveSignal } from '../support/signals.ts';
import {
  assertQuiet,
  called,
  callsOf,
  delivered,
  type OrchestratorCase,
  orchestratorCase,
  start,
} from './orchestrator-case.ts';
import { hang, scriptedSteps } from './scripted-steps.ts';

export const stopping: readonly OrchestratorCase[] = [
  orchestratorCase({
    id: 'orchestrator.stop.stops',
    title: 'calls no further step once stop has resolved, and does not fail the export',
    async check(fixture) {
      const steps = scriptedSteps(({ step }) =>
        step === 'advance' ? { status: 'continue', retryAfterMs: 5 } : undefined,
      );
      const orchestrator = await start(fixture, steps, 'export');
      await called(fixture, steps, 'export', 'advance', 2);

      await orchestrator.stop('export', { steps, signal: liveSignal() });

      await assertQuiet(steps);
      assert.deepEqual(callsOf(steps, 'export', 'fail'), []);
    },
  }),
  orchestratorCase({
    id: 'orchestrator.stop.in-a-step',
    title: 'stops although a step is under way, and takes its rejection for no failure',
    async check(fixture) {
      const steps = scriptedSteps((call) => (call.step === 'advance' ? hang(call) : undefined));
      const orchestrator = await start(fixture, steps, 'export');
      await called(fixture, steps, 'export', 'advance');

      await orchestrator.stop('export', { steps, signal: liveSignal() });

      await assertQuiet(steps);
      assert.deepEqual(callsOf(steps, 'export', 'fail'), []);
    },
  }),
  orchestratorCase({
    id: 'orchestrator.stop.only-one',
    title: 'goes on with the other exports when one is stopped',
    async check(fixture) {
      const steps = scriptedSteps(({ exportId, step, count }) =>
        step === 'advance' && (exportId === 'stopped' || count < 10)
          ? { status: 'continue', retryAfterMs: 5 }
          : undefined,
      );
      const orchestrator = await start(fixture, steps, 'stopped', 'other');
      await called(fixture, steps, 'stopped', 'advance');

      await orchestrator.stop('stopped', { steps, signal: liveSignal() });

      await delivered(fixture, steps, 'other');
    },
  }),
  orchestratorCase({
    id: 'orchestrator.stop.idempotent',
    title: 'stops again, and what was never started, without complaint',
    async check(fixture) {
      const steps = scriptedSteps((call) => (call.step === 'advance' ? hang(call) : undefined));
      const orchestrator = await start(fixture, steps, 'export');
      await called(fixture, steps, 'export', 'advance');

      await orchestrator.stop('export', { steps, signal: liveSignal() });
      await orchestrator.stop('export', { steps, signal: liveSignal() });
      await orchestrator.stop('unknown', { steps, signal: liveSignal() });
    },
  }),
  orchestratorCase({
    id: 'orchestrator.stop.then-start',
    title: 'goes on with an export that is started again after a stop',
    async check(fixture) {
      const steps = scriptedSteps((call) => (call.step === 'advance' && call.count === 0 ? hang(call) : undefined));
      const orchestrator = await start(fixture, steps, 'export');
      await called(fixture, steps, 'export', 'advance');
      await orchestrator.stop('export', { steps, signal: liveSignal() });

      await orchestrator.start('export', { steps, signal: liveSignal() });

      await delivered(fixture, steps, 'export');
    },
  }),
  orchestratorCase({
    id: 'orchestrator.signal.before',
    title: 'rejects with signal.reason and calls no step when the signal is already aborted',
    async check(fixture) {
      const steps = scriptedSteps();
      const orchestrator = fixture.connect(steps);

      await assertAbortedBefore((signal) => orchestrator.start('export', { steps, signal }));
      await assertAbortedBefore((signal) => orchestrator.stop('export', { steps, signal }));

      await assertQuiet(steps);
    },
  }),
  orchestratorCase({
    id: 'orchestrator.signal.afterwards',
    title: 'goes on when the signal that start was called with is aborted afterwards: a caller may hang up',
    async check(fixture) {
      const steps = scriptedSteps(({ step, count }) =>
        step === 'advance' && count < 5 ? { status: 'continue', retryAfterMs: 10 } : undefined,
      );
      const caller = new AbortController();
      await fixture.connect(steps).start('export', { steps, signal: caller.signal });

      caller.abort(new Error('the caller hung up'));

      await delivered(fixture, steps, 'export');
      assert.deepEqual(callsOf(steps, 'export', 'fail'), []);
    },
  }),
  orchestratorCase({
    id: 'orchestrator.signal.no-listeners',
    title: 'leaves no listener on a signal that it was called with',
    async check(fixture) {
      const steps = scriptedSteps();
      const orchestrator = fixture.connect(steps);
      const { signal } = new AbortController();

      await orchestrator.start('export', { steps, signal });
      await delivered(fixture, steps, 'export');
      await orchestrator.stop('export', { steps, signal });

      await assertNoListeners(signal);
    },
  }),
];
