import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sourceContract, storeContract } from '@export-engine/core/testing';
import { it } from 'vitest';

const file = fileURLToPath(new URL('node-test/memory-store.ts', import.meta.url));
const flags = ['--conditions=@export-engine/source', '--test', '--test-reporter=tap'];

it('the contract suites run with node:test as they are', { timeout: 60_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, file]);

  const counts = Object.fromEntries(
    [...stdout.matchAll(/^# (\w+) (\d+)$/gm)].map(([, name, count]) => [name, Number(count)]),
  );
  assert.equal(counts['tests'], storeContract.cases.length + sourceContract.cases.length);
  assert.equal(counts['fail'], 0);
  assert.ok(Number(counts['skipped']) > 0, 'cases that do not apply are skipped');
});
