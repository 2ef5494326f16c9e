import { setTimeout as sleep } from 'node:timers/promises';
import type { ContractHarness, ContractSuite } from '@export-engine/core/testing';

const CASE_TIMEOUT_MS = 15_000;

/** The ids of the applicable cases that an adapter fails, in the suite's order. A case that hangs has failed. */
export async function failedCases<Fixture, Capabilities>(
  suite: ContractSuite<Fixture, Capabilities>,
  harness: ContractHarness<Fixture, Capabilities>,
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { id, needs, run } of suite.cases) {
    if (needs !== undefined && !needs.isMet(harness.capabilities)) continue;
    if (!(await passes(run(harness)))) failed.push(id);
  }
  return failed;
}

async function passes(run: Promise<void>): Promise<boolean> {
  const timer = new AbortController();
  const timeout = sleep(CASE_TIMEOUT_MS, false, { signal: timer.signal }).catch(() => false);
  const result = await Promise.race([
    run.then(
      () => true,
      () => false,
    ),
    timeout,
  ]);
  timer.abort();
  return result;
}
