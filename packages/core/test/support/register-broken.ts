import assert from 'node:assert/strict';
import type { ContractHarness, ContractSuite } from '@export-engine/core/testing';
import { describe, it } from 'vitest';
import { failedCases } from './failed-cases.ts';

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
): void {
  describe(`the ${suite.contract} contract notices an adapter that`, () => {
    it.each(broken.map(({ fault, ...rest }) => [fault, rest] as const))(
      '%s',
      { timeout: 60_000 },
      async (_, { harness, fails }) => {
        assert.deepEqual((await failedCases(suite, harness)).toSorted(), fails.toSorted());
      },
    );
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
