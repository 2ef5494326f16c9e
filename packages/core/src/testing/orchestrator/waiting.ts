import assert from 'node:assert/strict';
import type { StepOutcome } from '../../contracts/index.ts';
import { callsOf, delivered, type OrchestratorCase, orchestratorCase, start } from './orchestrator-case.ts';
import type { OrchestratorFixture } from './orchestrator-harness.ts';
import { type StepName, scriptedSteps } from './scripted-steps.ts';

const PAUSE_MS = 300;
/** Timers may fire a little early by another clock. */
const SLACK_MS = 5;

export const waiting: readonly OrchestratorCase[] = [
  orchestratorCase({
    id: 'orchestrator.wait.busy',
    title: 'calls a step again that was busy, not sooner than it said',
    async check(fixture) {
      for (const step of ['prepare', 'advance', 'finish'] as const) await assertPause(fixture, step, 'busy');
    },
  }),
  orchestratorCase({
    id: 'orchestrator.wait.continue',
    title: 'calls a step again that wants to go on, not sooner than it said',
    check: (fixture) => assertPause(fixture, 'advance', 'continue'),
  }),
];

async function assertPause(fixture: OrchestratorFixture, step: StepName, status: StepOutcome['status']): Promise<void> {
  const exportId = `${step}-${status}`;
  const steps = scriptedSteps((call) =>
    call.step === step && call.count === 0 ? { status, retryAfterMs: PAUSE_MS } : undefined,
  );

  await start(fixture, steps, exportId);

  await delivered(fixture, steps, exportId);
  const [first, second, ...more] = callsOf(steps, exportId, step).map((call) => call.startedAt);
  assert.ok(first !== undefined && second !== undefined, `${step} was not called again`);
  assert.deepEqual(more, [], `${step} was called too often`);
  assert.ok(second - first >= PAUSE_MS - SLACK_MS, `called again after ${second - first} ms; should be ${PAUSE_MS}`);
}
