import assert from 'node:assert/strict';
import type { ContractHarness, ContractSuite } from '@export-engine/core/testing';
import { beforeAll, describe, it } from 'vitest';
import { failedCases } from './failed-cases.ts';

const TIMEOUT_MS = 60_000;

/** An adapter with one fault, and the cases that must notice it. */
export interface Broken<Fixture, Capabilities> {
  /** Completes "an adapter that …". */
  readonly fault: string;
  readonly harness: ContractHarness<Fixture, Capabilities>;
  /** Ids of exactly the cases that fail. */
  readonly fails: readonly string[];
}

/** Tests the tests: each broken adapter fails exactly the cases it should, and every case is failed by at least one. */
export function registerBroken<Fixture, Capabilities>(
  suite: ContractSuite<Fixture, Capabilities>,
  broken: readonly Broken<Fixture, Capabilities>[],
  { atOnce = broken.length }: { readonly atOnce?: number } = {},
): void {
  describe(`the ${suite.contract} contract notices an adapter that`, () => {
    const verdicts = new Map<string, readonly string[]>();

    // Many at once, for a failing case mostly waits.
    beforeAll(async () => {
      for (let start = 0; start < broken.length; start += atOnce) {
        const group = broken.slice(start, start + atOnce);
        await Promise.all(
          group.map(async ({ fault, harness }) => verdicts.set(fault, await failedCases(suite, harness))),
        );
      }
    }, TIMEOUT_MS);

    for (const { fault, fails } of broken) {
      it(fault, () => assert.deepEqual(verdicts.get(fault)?.toSorted(), fails.toSorted()));
    }
  });

  it(`every case of the ${suite.contract} contract is failed by a broken adapter`, () => {
    const noticed = new Set(broken.flatMap(({ fails }) => fails));
    const idle = suite.cases.map(({ id }) => id).filter((id) => !noticed.has(id));
    assert.deepEqual(idle, []);
  });

  it(`the cases of the ${suite.contract} contract have ids and titles of their own`, () => {
    for (const key of ['id', 'title'] as const) {
      const values = suite.cases.map((contractCase) => contractCase[key]);
      assert.equal(new Set(values).size, values.length);
    }
  });
}
