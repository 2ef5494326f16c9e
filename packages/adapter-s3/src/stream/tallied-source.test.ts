import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { crc32 } from '@export-engine/core';
import { describe, it } from 'vitest';
import { tallySource } from './tallied-source.ts';

async function* words(): AsyncGenerator<Uint8Array> {
  for (const word of ['id,name\n', '', '1,Ada\n']) yield Buffer.from(word);
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

describe('tallySource', () => {
  it('lets the bytes through and counts them', async () => {
    const tally = tallySource(words(), 100);

    const content = await readAll(tally.stream);

    assert.equal(content.toString(), 'id,name\n1,Ada\n');
    assert.deepEqual(tally.counted(), { bytes: 14, crc32: crc32(content) });
    assert.equal(tally.hasEnded(), true);
    assert.equal(tally.failure(), undefined);
  });

  it('fails a source that is longer than allowed', async () => {
    const tally = tallySource(words(), 13);

    await assert.rejects(readAll(tally.stream), { code: 'EXPORT_SINK_LIMIT_EXCEEDED' });

    assert.equal(tally.hasEnded(), false);
  });

  it("keeps the source's own error", async () => {
    const broken = new Error('broken');
    const tally = tallySource(
      Readable.from(words()).map(() => Promise.reject(broken)),
      100,
    );

    await assert.rejects(readAll(tally.stream), (error) => error === broken);

    assert.equal(tally.failure(), broken);
  });

  it('lets go of a source that hangs', () => {
    const hanging = new Readable({ read: () => {} });
    const tally = tallySource(hanging, 100);
    tally.stream.resume();

    tally.destroy();

    assert.equal(hanging.destroyed, true);
  });

  it('closes a generator that is not read to its end', async () => {
    let isClosed = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from('x');
      } finally {
        isClosed = true;
      }
    }
    const tally = tallySource(source(), 1000);
    for await (const _ of tally.stream) break;

    tally.destroy();
    await new Promise((resolve) => setImmediate(resolve));

    assert.equal(isClosed, true);
  });
});
