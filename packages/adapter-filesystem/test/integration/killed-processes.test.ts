import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ExportStatus } from '@export-engine/core';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { filesystemSink } from '../../src/index.ts';
import { storedFiles } from '../support/sink-harness.ts';
import { startProgram } from './support/child.ts';
import { numberedCsv } from './support/numbered-source.ts';
import { sampleParts, sampleTarget, wholeOf } from './support/sample.ts';

const options = { signal: new AbortController().signal };

describe('killed processes', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'killed-processes-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Names of everything in one of the sink's folders. */
  function namesIn(name: string): Promise<readonly string[]> {
    return readdir(join(folder, name), { recursive: true });
  }

  it('an export whose process is killed again and again ends with the same bytes, and leaves nothing else', async () => {
    const rows = 100_000;
    let kills = 0;

    let status: ExportStatus | undefined;
    while (status === undefined) {
      const worker = startProgram('export-rows', { folder, rows });
      const isEnded = worker.ended.then(() => true);
      const isEndedIn = (milliseconds: number) => Promise.race([isEnded, delay(milliseconds, false)]);
      // The second line says that this process has the lease and goes on.
      while (worker.lines.length < 2 && !(await isEndedIn(5)));
      if (!(await isEndedIn(Math.random() * 200))) worker.process.kill('SIGKILL');
      const { signal } = await worker.ended;
      if (signal === null) status = JSON.parse(worker.lines.at(-1) ?? '') as ExportStatus;
      else kills += 1;
    }

    assert.equal(status.state, 'completed');
    assert.ok(kills >= 2, `only ${kills} kills`);
    const [content, ...others] = (await storedFiles(folder)).values();
    assert.equal(others.length, 0);
    assert.equal(Buffer.compare(content ?? Buffer.of(), Buffer.from(numberedCsv({ rows }))), 0, 'other bytes');
    assert.deepEqual(await namesIn('uploads'), []);
    // A store's own leftovers are its next callers' to remove.
    assert.deepEqual(
      (await namesIn('scratch')).filter((name) => !name.startsWith('entry.')),
      [],
    );
  });

  it('a kill leaves whole files or none, and nothing that abort and remove do not find', async () => {
    const sink = filesystemSink({ folder });
    const started = new Set<number>();

    for (let round = 0; round < 12; round += 1) {
      const worker = startProgram('store-files', { folder, first: round * 1000 });
      while (worker.lines.length === 0) await delay(2);
      await delay(Math.random() * 100);
      worker.process.kill('SIGKILL');
      await worker.ended;
      for (const line of worker.lines) started.add(Number(line));
    }

    const files = await storedFiles(folder);
    assert.ok(files.size > 0, 'nothing was stored');
    for (const number of started) {
      const target = sampleTarget(number);
      const content = files.get(target.key);
      if (content !== undefined)
        assert.deepEqual(Buffer.from(content), Buffer.from(wholeOf(sampleParts(number)).bytes));
      await sink.abort(target, options);
      await sink.remove(target, options);
    }
    assert.deepEqual(await Promise.all(['files', 'uploads', 'scratch'].map(namesIn)), [[], [], []]);
  });

  it('a killed completion can be done again in another process', async () => {
    const sink = filesystemSink({ folder });

    for (let round = 0; round < 12; round += 1) {
      const target = sampleTarget(round);
      const parts = sampleParts(round);
      const upload = await sink.begin(target, options);
      const receipts = await Promise.all(parts.map((part) => sink.writePart(upload, part, options)));
      const { bytes, crc32 } = wholeOf(parts);
      const expected = { bytes: bytes.byteLength, crc32 };
      const worker = startProgram('complete-file', { folder, upload, receipts, expected });
      while (worker.lines.length === 0) await delay(1);
      await delay(Math.random() * 12);
      worker.process.kill('SIGKILL');
      await worker.ended;

      await sink.complete(upload, receipts, { expected, ...options });

      assert.equal(Buffer.compare((await storedFiles(folder)).get(target.key) ?? Buffer.of(), bytes), 0, 'other bytes');
      await sink.abort(target, options);
      assert.deepEqual(await Promise.all(['uploads', 'scratch'].map(namesIn)), [[], []]);
    }
  });
});
