import assert from 'node:assert/strict';
import {
  assertQuiet,
  callsOf,
  delivered,
  type OrchestratorCase,
  orchestratorCase,
  start,
  stepsOf,
} from './orchestrator-case.ts';
import { ended, scriptedSteps } from './scripted-steps.ts';

export const driving: readonly OrchestratorCase[] = [
  orchestratorCase({
    id: 'orchestrator.declares-itself',
    title: 'declares its contract version and its name',
    async check(fixture) {
      const orchestrator = fixture.connect(scriptedSteps());

      assert.equal(orchestrator.specVersion, 1);
      assert.match(orchestrator.name, /^[a-z][a-z0-9-]{0,40}$/, 'the name is short and lower case');
    },
  }),
  orchestratorCase({
    id: 'orchestrator.drive.in-order',
    title: 'calls prepare, advance until it is done, finish and deliver, each once and then no more',
    async check(fixture) {
      const steps = scriptedSteps(({ step, count }) =>
        step === 'advance' && count < 2 ? { status: 'continue', retryAfterMs: 0 } : undefined,
      );

      await start(fixture, steps, 'export');

      await delivered(fixture, steps, 'export');
      await assertQuiet(steps);
      assert.deepEqual(stepsOf(steps, 'export'), ['prepare', 'advance', 'advance', 'advance', 'finish', 'deliver']);
    },
  }),
  orchestratorCase({
    id: 'orchestrator.drive.ended-early',
    title: 'goes straight to deliver when a step says that the export has ended',
    async check(fixture) {
      const endings = { 'in-prepare': 'prepare', 'in-advance': 'advance', 'in-finish': 'finish' };
      const steps = scriptedSteps(({ exportId, step }) =>
        Object.entries(endings).some(([id, ending]) => id === exportId && ending === step) ? ended : undefined,
      );

      await start(fixture, steps, ...Object.keys(endings));

      for (const exportId of Object.keys(endings)) await delivered(fixture, steps, exportId);
      assert.deepEqual(stepsOf(steps, 'in-prepare'), ['prepare', 'deliver']);
      assert.deepEqual(stepsOf(steps, 'in-advance'), ['prepare', 'advance', 'deliver']);
      assert.deepEqual(stepsOf(steps, 'in-finish'), ['prepare', 'advance', 'finish', 'deliver']);
    },
  }),
  orchestratorCase({
    id: 'orchestrator.drive.step-options',
    title: 'gives every step a signal that is not aborted, and a deadline ahead if any',
    async check(fixture) {
      const seen: boolean[] = [];
      const steps = scriptedSteps(({ options: { signal, deadline } }) => {
        seen.push(
          signal instanceof AbortSignal && !signal.aborted && (deadline === undefined || deadline > Date.now()),
        );
        return undefined;
      });

      await start(fixture, steps, 'export');

      await delivered(fixture, steps, 'export');
      assert.deepEqual(seen, [true, true, true, true]);
    },
  }),
  orchestratorCase({
    id: 'orchestrator.drive.deliver-again',
    title: 'calls deliver again while it wants another try, after the pause it asks for',
    async check(fixture) {
      const steps = scriptedSteps(({ step, count }) =>
        step === 'deliver' && count < 2 ? { status: 'continue', retryAfterMs: 100 } : undefined,
      );

      await start(fixture, steps, 'export');

      await delivered(fixture, steps, 'export');
      await assertQuiet(steps);
      assert.equal(callsOf(steps, 'export', 'deliver').length, 3);
      assert.equal(callsOf(steps, 'export', 'finish').length, 1);
    },
  }),
];
