import assert from 'node:assert/strict';
import { liveSignal } from '../support/signals.ts';
import {
  called,
  delivered,
  type OrchestratorCase,
  orchestratorCase,
  start,
  stepsOf,
  within,
} from './orchestrator-case.ts';
import { scriptedSteps } from './scripted-steps.ts';

export const starting: readonly OrchestratorCase[] = [
  orchestratorCase({
    id: 'orchestrator.start.idempotent',
    title: 'works once on an export that is started five times, and never calls two of its steps at once',
    async check(fixture) {
      const release = Promise.withResolvers<undefined>();
      const steps = scriptedSteps(({ step }) => (step === 'advance' ? release.promise : undefined));
      const orchestrator = fixture.connect(steps);
      const startAgain = (): Promise<void> => orchestrator.start('export', { steps, signal: liveSignal() });

      await Promise.all([startAgain(), startAgain(), startAgain(), startAgain()]);
      await called(fixture, steps, 'export', 'advance');
      await startAgain();
      release.resolve(undefined);

      await delivered(fixture, steps, 'export');
      assert.deepEqual(stepsOf(steps, 'export'), ['prepare', 'advance', 'finish', 'deliver']);
      assert.equal(steps.mostAtOnce(), 1, 'two steps of one export at once');
    },
  }),
  orchestratorCase({
    id: 'orchestrator.start.does-not-wait',
    title: 'resolves start when the work is sure to be done, not when it is done',
    async check(fixture) {
      const release = Promise.withResolvers<undefined>();
      const steps = scriptedSteps(({ step }) => (step === 'advance' ? release.promise : undefined));

      await within(fixture, start(fixture, steps, 'export')).finally(() => release.resolve(undefined));

      await delivered(fixture, steps, 'export');
    },
  }),
  orchestratorCase({
    id: 'orchestrator.concurrency.exports-do-not-mix',
    title: 'sees ten exports to their own ends at the same time',
    async check(fixture) {
      const exportIds = Array.from({ length: 10 }, (_, index) => `export-${index}`);
      const advances = (exportId: string): number => Number(exportId.at(-1)) % 3;
      const steps = scriptedSteps(({ exportId, step, count }) =>
        step === 'advance' && count < advances(exportId) ? { status: 'continue', retryAfterMs: 5 } : undefined,
      );

      await start(fixture, steps, ...exportIds);

      for (const exportId of exportIds) {
        await delivered(fixture, steps, exportId);
        const expected = ['prepare', ...Array<string>(advances(exportId) + 1).fill('advance'), 'finish', 'deliver'];
        assert.deepEqual(stepsOf(steps, exportId), expected);
      }
    },
  }),
  orchestratorCase({
    id: 'orchestrator.concurrency.slow-neighbour',
    title: 'finishes an export while another one does not move',
    async check(fixture) {
      const release = Promise.withResolvers<undefined>();
      const steps = scriptedSteps(({ exportId }) => (exportId === 'slow' ? release.promise : undefined));

      await start(fixture, steps, 'slow', 'quick');

      await delivered(fixture, steps, 'quick').finally(() => release.resolve(undefined));
      await delivered(fixture, steps, 'slow');
    },
  }),
];
