import type { ContractHarness, ContractSuite } from './contract-case.ts';

const DEFAULT_TIMEOUT_MS = 30_000;

/** The part of a test runner that is needed. `vitest` and `node:test` both fit as they are. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: {
    (name: string, options: { readonly timeout: number }, body: () => Promise<void>): unknown;
    readonly skip: (name: string, body: () => Promise<void>) => unknown;
  };
}

/**
 * Registers every case of a suite with a test runner. A case that the adapter's declared capabilities rule out is
 * registered as skipped, with the reason in its name; nothing else is ever skipped.
 *
 * @example
 * ```ts
 * import { memoryStore } from '@export-engine/core';
 * import { registerContract, storeContract, type StoreHarness } from '@export-engine/core/testing';
 * import { describe, it } from 'node:test';
 *
 * const harness: StoreHarness = {
 *   capabilities: {},
 *   async setUp() {
 *     const { backend } = memoryStore();
 *     return {
 *       connect: () => memoryStore({ backend }),
 *       readValue: async (key) => JSON.parse(backend.entries.get(key)?.json ?? 'null'),
 *       keys: async () => [...backend.entries.keys()],
 *     };
 *   },
 *   async tearDown() {},
 * };
 *
 * registerContract(storeContract, harness, { describe, it });
 * ```
 */
export function registerContract<Fixture, Capabilities>(
  suite: ContractSuite<Fixture, Capabilities>,
  harness: ContractHarness<Fixture, Capabilities>,
  { describe, it }: TestRunner,
): void {
  const timeout = harness.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  describe(`${suite.contract} contract`, () => {
    for (const { title, needs, run } of suite.cases) {
      const body = (): Promise<void> => run(harness);
      if (needs === undefined || needs.isMet(harness.capabilities)) it(title, { timeout }, body);
      else it.skip(`${title} (not applicable: the adapter does not declare ${needs.what})`, body);
    }
  });
}
