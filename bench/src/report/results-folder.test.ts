import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { someScenario } from '../../test/support/results.ts';
import { writeResults } from './results-folder.ts';

describe('writeResults', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bench-results-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('writes data, page and chart', async () => {
    await writeResults(join(folder, 'new'), [someScenario()], ['tweets']);

    assert.match(await readFile(join(folder, 'new', 'results.md'), 'utf8'), /## Tweets to CSV/);
    assert.match(await readFile(join(folder, 'new', 'results.svg'), 'utf8'), /^<svg /);
    assert.equal((await stored()).length, 0);
  });

  it('replaces what is measured again and keeps the rest, in the order of the plan', async () => {
    const order = ['tweets', 'wide'];
    await writeResults(folder, [someScenario({ id: 'wide', commit: 'old' })], order);
    await writeResults(folder, [someScenario({ id: 'tweets', commit: 'old' })], order);

    await writeResults(folder, [someScenario({ id: 'wide', commit: 'new' })], order);

    assert.deepEqual(
      (await stored()).map(({ id, commit }) => [id, commit]),
      [
        ['tweets', 'old'],
        ['wide', 'new'],
      ],
    );
  });

  it('forgets scenarios that the plan no longer has', async () => {
    await writeResults(folder, [someScenario({ id: 'gone' })], ['gone']);

    await writeResults(folder, [someScenario()], ['tweets']);

    assert.deepEqual(
      (await stored()).map(({ id }) => id),
      ['tweets'],
    );
  });

  async function stored(): Promise<readonly { readonly id: string; readonly commit: string }[]> {
    return JSON.parse(await readFile(join(folder, 'results.json'), 'utf8').catch(() => '[]'));
  }
});
