import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { removeAbandoned, type Scratch, scratchOf } from './scratch.ts';

const MINUTE_MS = 60_000;

let scratch: Scratch;
beforeEach(async () => {
  scratch = { scratch: await mkdtemp(join(tmpdir(), 'scratch-')), owner: 'me' };
});
afterEach(() => rm(scratch.scratch, { recursive: true }));

/** A folder with one file, each last changed so long ago. */
async function place(name: string, folderMinutes: number, fileMinutes: number): Promise<void> {
  const path = join(scratch.scratch, name);
  await mkdir(path);
  await writeFile(join(path, 'file'), 'text');
  for (const [changed, minutes] of [[join(path, 'file'), fileMinutes] as const, [path, folderMinutes] as const]) {
    const then = new Date(Date.now() - minutes * MINUTE_MS);
    await utimes(changed, then, then);
  }
}

describe('removeAbandoned', () => {
  it("removes what nobody has written to for a quarter of an hour, whoever's it was", async () => {
    await place('me.old', 16, 16);
    await place('you.old', 600, 600);
    await place('me.fresh', 1, 1);
    await place('you.growing', 600, 1);

    await removeAbandoned(scratch);

    assert.deepEqual((await readdir(scratch.scratch)).toSorted(), ['me.fresh', 'you.growing']);
  });

  it('goes by the clock of the file system, not by that of this machine', async () => {
    await place('me.now', 0, 0);
    const hourAgo = new Date(Date.now() - 60 * MINUTE_MS);
    for (const path of ['me.now/file', 'me.now', '.']) await utimes(join(scratch.scratch, path), hourAgo, hourAgo);

    await removeAbandoned(scratch);

    assert.deepEqual(await readdir(scratch.scratch), ['me.now']);
  });

  it('stops nobody when there is nothing to look at', async () => {
    await removeAbandoned({ ...scratch, scratch: join(scratch.scratch, 'missing') });
  });
});

describe('scratchOf', () => {
  it("finds an owner's folders and no others", async () => {
    await place('me.1', 0, 0);
    await place('me.2', 0, 0);
    await place('mea.1', 0, 0);

    const found = await scratchOf(scratch);

    assert.deepEqual(found.toSorted(), [join(scratch.scratch, 'me.1'), join(scratch.scratch, 'me.2')]);
  });
});
