import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { type ContractHarness, contractCase, type NoCapabilities } from './contract-case.ts';

function harnessOf(
  log: string[],
  tearDown: () => Promise<void> = async () => {},
): ContractHarness<string, NoCapabilities> {
  return {
    capabilities: {},
    async setUp() {
      log.push('set up');
      return 'fixture';
    },
    async tearDown(fixture) {
      log.push(`tear down ${fixture}`);
      await tearDown();
    },
  };
}

function caseOf(check: (fixture: string) => Promise<void>) {
  return contractCase<string, NoCapabilities>({ id: 'toy.case', title: 'is a toy', check });
}

describe('contractCase', () => {
  it('sets up a fixture, checks it, and tears it down', async () => {
    const log: string[] = [];

    await caseOf(async (fixture) => void log.push(`check ${fixture}`)).run(harnessOf(log));

    assert.deepEqual(log, ['set up', 'check fixture', 'tear down fixture']);
  });

  it('tears down after a failed check, and throws its failure', async () => {
    const log: string[] = [];
    const failure = new Error('broken promise');

    const run = caseOf(() => Promise.reject(failure)).run(harnessOf(log));

    await assert.rejects(run, (error) => error === failure);
    assert.deepEqual(log, ['set up', 'tear down fixture']);
  });

  it('throws both failures when the tear-down fails, too', async () => {
    const failure = new Error('broken promise');
    const second = new Error('still open');

    const run = caseOf(() => Promise.reject(failure)).run(harnessOf([], () => Promise.reject(second)));

    await assert.rejects(run, (error: AggregateError) => {
      assert.deepEqual(error.errors, [failure, second]);
      return true;
    });
  });

  it('throws the failure of the tear-down of a case that passed', async () => {
    const failure = new Error('still open');

    const run = caseOf(async () => {}).run(harnessOf([], () => Promise.reject(failure)));

    await assert.rejects(run, (error) => error === failure);
  });
});
