import { setTimeout as sleep } from 'node:timers/promises';
import type { ContractHarness, ContractSuite } from '@export-engine/core/testing';

const CASE_TIMEOUT_MS = 8_000;

/**
 * The ids of the applicable cases that an adapter fails, in the suite's order. A case that hangs has failed. The cases
 * run at the same time, for their fixtures are isolated.
 */
export async function failedCases<Fixture, Capabilities>(
  suite: ContractSuite<Fixture, Capabilities>,
  harness: ContractHarness<Fixture, Capabilities>,
): Promise<readonly string[]> {
  const cases = suite.cases.filter(({ needs }) => needs === undefined || needs.isMet(harness.capabilities));
  const verdicts = await Promise.all(cases.map(({ run }) => passes(run(harness))));
  return cases.filter((_, index) => verdicts[index] === false).map(({ id }) => id);
}

async function passes(run: Promise<void>): Promise<boolean> {
  const timer = new AbortController();
  const timeout = sleep(CASE_TIMEOUT_MS, false, { signal: timer.signal }).catch(() => false);
  const verdict = run.then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([verdict, timeout]);
  } finally {
    timer.abort();
  }
}
