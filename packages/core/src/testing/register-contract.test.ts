import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { type ContractHarness, type ContractSuite, contractCase } from './contract-case.ts';
import { registerContract, type TestRunner } from './register-contract.ts';

interface Capabilities {
  readonly links: boolean;
}

const suite: ContractSuite<string, Capabilities> = {
  contract: 'toy',
  cases: [
    contractCase({ id: 'toy.plain', title: 'works', check: async () => {} }),
    contractCase({
      id: 'toy.links',
      title: 'makes links',
      needs: { what: 'links', isMet: ({ links }) => links },
      check: async () => {},
    }),
  ],
};

function harnessOf(links: boolean): ContractHarness<string, Capabilities> {
  return { capabilities: { links }, timeoutMs: 1234, setUp: async () => 'fixture', tearDown: async () => {} };
}

/** A test runner that writes down what is registered. */
function recorder(log: string[]): TestRunner {
  const register = (name: string, { timeout }: { timeout: number }): void =>
    void log.push(`it ${name} (${timeout} ms)`);
  return {
    describe(name, body) {
      log.push(`describe ${name}`);
      body();
    },
    it: Object.assign(register, { skip: (name: string): void => void log.push(`skip ${name}`) }),
  };
}

describe('registerContract', () => {
  it('registers each case with its title and the time it may take', () => {
    const log: string[] = [];

    registerContract(suite, harnessOf(true), recorder(log));

    assert.deepEqual(log, ['describe toy contract', 'it works (1234 ms)', 'it makes links (1234 ms)']);
  });

  it('registers what the declared capabilities rule out as skipped, with the reason', () => {
    const log: string[] = [];

    registerContract(suite, harnessOf(false), recorder(log));

    assert.equal(log.at(-1), 'skip makes links (not applicable: the adapter does not declare links)');
  });
});
