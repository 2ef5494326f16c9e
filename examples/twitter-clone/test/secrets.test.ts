import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { newSecret, secretFor, secretOf } from '../src/api/secrets.ts';

describe("the data folder's secret", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'export-engine-test-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made once, and nobody else on the machine can read it', async () => {
    const path = join(folder, 'data', 'secret');
    const secret = await secretOf(path);

    assert.equal(await secretOf(path), secret);
    assert.ok(secret.length >= 43);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it('is the same for processes that start at the same time, and leaves no draft behind', async () => {
    const starts = Array.from({ length: 60 }, async (_, index) => {
      await sleep(index / 20);
      return secretOf(join(folder, 'secret'));
    });
    const secrets = await Promise.all(starts);

    assert.equal(new Set(secrets).size, 1);
    assert.deepEqual(await readdir(folder), ['secret']);
  });

  it('has a key of its own for each purpose', () => {
    const secret = newSecret();
    const keys = [secretFor('session', secret), secretFor('task token', secret), secretFor('session', newSecret())];

    assert.equal(new Set([secret, ...keys]).size, 4);
    assert.equal(secretFor('session', secret), keys[0]);
    assert.equal(keys[0]?.length, 43);
  });
});
