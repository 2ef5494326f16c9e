import assert from 'node:assert/strict';
import { ExportEngineError } from '../../errors/index.ts';
import {
  assertNeverFailed,
  called,
  callsOf,
  delivered,
  type OrchestratorCase,
  orchestratorCase,
  start,
  stepsOf,
} from './orchestrator-case.ts';
import { scriptedSteps } from './scripted-steps.ts';

const steady = ['prepare', 'advance', 'finish'] as const;

export const failing: readonly OrchestratorCase[] = [
  orchestratorCase({
    id: 'orchestrator.fail.transient',
    title: 'tries a step again that threw something transient, and does not fail the export',
    async check(fixture) {
      const steps = scriptedSteps(({ exportId, step, count }) => {
        if (exportId === step && count === 0) throw transient();
        return undefined;
      });

      await start(fixture, steps, ...steady);

      for (const step of steady) {
        await delivered(fixture, steps, step);
        assert.equal(callsOf(steps, step, step).length, 2, `calls of ${step}`);
        assert.deepEqual(callsOf(steps, step, 'fail'), []);
      }
    },
  }),
  orchestratorCase({
    id: 'orchestrator.fail.transient-delivery',
    title: 'tries deliver again when it threw something transient',
    async check(fixture) {
      const steps = scriptedSteps(({ step, count }) => {
        if (step === 'deliver' && count === 0) throw transient();
        return undefined;
      });

      await start(fixture, steps, 'export');

      await delivered(fixture, steps, 'export');
      assert.deepEqual(stepsOf(steps, 'export'), ['prepare', 'advance', 'finish', 'deliver', 'deliver']);
    },
  }),
  orchestratorCase({
    id: 'orchestrator.fail.permanent',
    title: 'fails the export with the error of a step, skips the rest, and delivers',
    async check(fixture) {
      const steps = scriptedSteps(({ exportId, step }) => {
        if (exportId === step) throw new ExportEngineError('EXPORT_SOURCE_REJECTED', `${step} is impossible`);
        return undefined;
      });

      await start(fixture, steps, ...steady);

      for (const [index, step] of steady.entries()) {
        await delivered(fixture, steps, step);
        assert.deepEqual(stepsOf(steps, step), [...steady.slice(0, index + 1), 'fail', 'deliver']);
        assert.equal(codeOf(callsOf(steps, step, 'fail')[0]?.error), 'EXPORT_SOURCE_REJECTED');
      }
    },
  }),
  orchestratorCase({
    id: 'orchestrator.fail.unclassified',
    title: 'fails the export, too, with an error that no adapter classified',
    async check(fixture) {
      const steps = scriptedSteps(({ step }) => {
        if (step === 'advance') throw new TypeError('a programming error');
        return undefined;
      });

      await start(fixture, steps, 'export');

      await delivered(fixture, steps, 'export');
      assert.deepEqual(stepsOf(steps, 'export'), ['prepare', 'advance', 'fail', 'deliver']);
    },
  }),
  orchestratorCase({
    id: 'orchestrator.fail.until-failed',
    title: 'calls fail again while it is busy or throws something transient',
    async check(fixture) {
      const steps = scriptedSteps(({ step, count }) => {
        if (step === 'advance') throw new ExportEngineError('EXPORT_SOURCE_REJECTED', 'impossible');
        if (step === 'fail' && count === 0) throw transient();
        return step === 'fail' && count === 1 ? { status: 'busy', retryAfterMs: 20 } : undefined;
      });

      await start(fixture, steps, 'export');

      await delivered(fixture, steps, 'export');
      assert.deepEqual(stepsOf(steps, 'export'), ['prepare', 'advance', 'fail', 'fail', 'fail', 'deliver']);
      const errors = callsOf(steps, 'export', 'fail').map((call) => codeOf(call.error));
      assert.deepEqual(errors, Array(3).fill('EXPORT_SOURCE_REJECTED'), 'fail was given another error');
    },
  }),
  orchestratorCase({
    id: 'orchestrator.fail.not-by-delivery',
    title: 'does not fail an export because deliver threw: its ending stands',
    async check(fixture) {
      const steps = scriptedSteps(({ step }) => {
        if (step === 'deliver') throw new ExportEngineError('EXPORT_NOTIFY_FAILED', 'nobody there');
        return undefined;
      });

      await start(fixture, steps, 'export');

      await called(fixture, steps, 'export', 'deliver');
      await assertNeverFailed(steps, 'export');
    },
  }),
];

function transient(): ExportEngineError {
  return new ExportEngineError('EXPORT_STORE_UNAVAILABLE', 'busy for a moment');
}

/** The code of an error that may have travelled as JSON. */
function codeOf(error: unknown): string | undefined {
  if (ExportEngineError.isInstance(error)) return error.code;
  return /EXPORT_[A-Z_]+/.exec(JSON.stringify(error))?.[0];
}
