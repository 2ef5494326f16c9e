import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { pathOfKey } from '../../src/files/key-path.ts';
import { filesystemStore } from '../../src/index.ts';
import { startProgram } from './support/child.ts';

const key = 'records/one';
const { signal } = new AbortController();

describe('filesystemStore, several processes', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'store-processes-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function readNumber(): Promise<number> {
    const { value } = (await filesystemStore({ folder }).read(key, { signal })) ?? assert.fail('the entry is gone');
    return (value as { readonly number: number }).number;
  }

  it('loses no update and lets one writer win each version, with six processes at one key', async () => {
    const [processes, times] = [6, 50];
    const writers = Array.from({ length: processes }, () => startProgram('count-up', { folder, key, times }));

    const results = await Promise.all(writers.map(({ ended }) => ended));

    assert.deepEqual(new Set(results.map(({ code }) => code)), new Set([0]));
    const written = writers.flatMap(({ lines }) => lines.map((line) => line.split(' ')));
    const numbers = written.map(([number]) => Number(number)).toSorted((one, other) => one - other);
    assert.deepEqual(
      numbers,
      Array.from({ length: processes * times }, (_, index) => index + 1),
    );
    assert.equal(new Set(written.map(([, version]) => version)).size, processes * times, 'a version came twice');
    assert.equal(await readNumber(), processes * times);
    assert.equal((await readdir(pathOfKey(join(folder, 'entries'), key))).length, 2, 'more than a head and its value');
  });

  it('keeps a whole value and no lock when writers are killed in the middle of their writes', async () => {
    const survivor = startProgram('count-up', { folder, key, times: 200 });
    const written: number[] = [];
    let killed = 0;
    let isOver = false;
    const over = survivor.ended.then(() => {
      isOver = true;
    });

    while (!isOver) {
      const victim = startProgram('count-up', { folder, key, times: 1e6 });
      const numbersAtStart = victim.lines.length;
      while (victim.lines.length === numbersAtStart && !isOver) await delay(5);
      await delay(Math.random() * 40);
      victim.process.kill('SIGKILL');
      await victim.ended;
      killed += 1;
      written.push(...victim.lines.map(Number.parseFloat));
      assert.equal(typeof (await readNumber()), 'number');
    }
    await over;

    assert.ok(killed >= 2, `only ${killed} killed`);
    assert.equal((await survivor.ended).code, 0, 'the survivor was blocked');
    written.push(...survivor.lines.map(Number.parseFloat));
    assert.equal(new Set(written).size, written.length, 'two writers won the same version');
    const last = await readNumber();
    assert.ok(
      last >= written.length && last <= written.length + killed,
      `${last}; ${written.length}, ${killed} killed`,
    );

    await startProgram('count-up', { folder, key, times: 1 }).ended;

    assert.equal(await readNumber(), last + 1);
    assert.equal((await readdir(pathOfKey(join(folder, 'entries'), key))).length, 2, 'a killed writer left something');
  });
});
