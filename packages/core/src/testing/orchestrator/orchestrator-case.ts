import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Orchestrator } from '../../contracts/index.ts';
import { type ContractCase, type ContractCaseDefinition, contractCase, type NoCapabilities } from '../contract-case.ts';
import { eventually } from '../support/eventually.ts';
import { liveSignal } from '../support/signals.ts';
import type { OrchestratorFixture } from './orchestrator-harness.ts';
import type { ScriptedSteps, StepCall, StepName } from './scripted-steps.ts';

const PATIENCE_MS = 10_000;
const QUIET_MS = 200;

export type OrchestratorCase = ContractCase<OrchestratorFixture, NoCapabilities>;

export function orchestratorCase(
  definition: ContractCaseDefinition<OrchestratorFixture, NoCapabilities>,
): OrchestratorCase {
  return contractCase(definition);
}

/** Starts exports on one orchestrator. */
export async function start(
  fixture: OrchestratorFixture,
  steps: ScriptedSteps,
  ...exportIds: readonly string[]
): Promise<Orchestrator> {
  const orchestrator = fixture.connect(steps);
  for (const exportId of exportIds) await orchestrator.start(exportId, { steps, signal: liveSignal() });
  return orchestrator;
}

/** The names of the steps called for an export, in order. */
export function stepsOf(steps: ScriptedSteps, exportId: string): readonly StepName[] {
  return steps.calls.filter((call) => call.exportId === exportId).map((call) => call.step);
}

/** The calls of one step for an export, in order. */
export function callsOf(steps: ScriptedSteps, exportId: string, step: StepName): readonly StepCall[] {
  return steps.calls.filter((call) => call.exportId === exportId && call.step === step);
}

/** Resolves when a step was called so many times for an export. */
export async function called(
  fixture: OrchestratorFixture,
  steps: ScriptedSteps,
  exportId: string,
  step: StepName,
  times = 1,
): Promise<void> {
  await eventually(() => {
    const count = callsOf(steps, exportId, step).length;
    assert.ok(count >= times, `${step} was called ${count} times; should be ${times}`);
  }, fixture.patienceMs ?? PATIENCE_MS);
}

/** Resolves when an export was delivered. */
export async function delivered(fixture: OrchestratorFixture, steps: ScriptedSteps, exportId: string): Promise<void> {
  await eventually(
    () => assert.ok(steps.delivered.has(exportId), 'the export was not delivered'),
    fixture.patienceMs ?? PATIENCE_MS,
  );
}

/** The result of a call that must not take long. */
export async function within<Result>(fixture: OrchestratorFixture, call: Promise<Result>): Promise<Result> {
  const timer = new AbortController();
  const tooLong = sleep(fixture.patienceMs ?? PATIENCE_MS, undefined, { signal: timer.signal }).then(() =>
    assert.fail('the call does not come back'),
  );
  try {
    return await Promise.race([call, tooLong]);
  } finally {
    timer.abort();
    tooLong.catch(() => {});
  }
}

/** Asserts that an export is not failed, now or in a moment. */
export async function assertNeverFailed(steps: ScriptedSteps, exportId: string): Promise<void> {
  await sleep(QUIET_MS);
  assert.deepEqual(callsOf(steps, exportId, 'fail'), [], 'fail was called');
}

/** Asserts that no further step is called. */
export async function assertQuiet(steps: ScriptedSteps): Promise<void> {
  const before = steps.calls.length;
  await sleep(QUIET_MS);
  assert.deepEqual(
    steps.calls.slice(before).map((call) => call.step),
    [],
    'a step was called',
  );
}
