import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { crc32, crc32Combine } from '../checksums/crc32.ts';
import { memorySink } from './memory-sink.ts';
import { fetchMemoryLink } from './memory-sink-backend.ts';

const signal = new AbortController().signal;
const target = { key: 'a.csv', mediaType: 'text/csv', fileName: 'a.csv', token: 'token' };
const bytes = new TextEncoder().encode('id\n1\n');
const content = { bytes, crc32: crc32(bytes) };

describe('memorySink', () => {
  it('refuses options and limits it does not know', () => {
    assert.throws(() => memorySink({ limits: {} } as object), { code: 'EXPORT_OPTIONS_INVALID' });
    assert.throws(() => memorySink({ capabilities: { minPartBytes: 0 } }), { code: 'EXPORT_OPTIONS_INVALID' });
  });

  it('has the limits of S3 unless told otherwise', () => {
    const { minPartBytes, maxParts, maxLinkSeconds } = memorySink().capabilities;

    assert.deepEqual(
      { minPartBytes, maxParts, maxLinkSeconds },
      { minPartBytes: 5_242_880, maxParts: 10_000, maxLinkSeconds: 604_800 },
    );
    assert.equal(memorySink({ capabilities: { minPartBytes: 10 } }).capabilities.minPartBytes, 10);
  });

  it('says EXPORT_SINK_LIMIT_EXCEEDED to an upload larger than its largest file', async () => {
    const sink = memorySink({ capabilities: { minPartBytes: 1, maxFileBytes: 4 } });
    const upload = await sink.begin(target, { signal });
    const receipt = await sink.writePart(upload, { number: 1, ...content }, { signal });

    const complete = sink.complete(upload, [receipt], { expected: { bytes: 5, crc32: content.crc32 }, signal });

    await assert.rejects(complete, { code: 'EXPORT_SINK_LIMIT_EXCEEDED' });
    assert.equal(sink.backend.files.size, 0);
  });

  it('refuses to assemble a segment whose pieces add up, but are not what it holds', async () => {
    const sink = memorySink();
    const file = await sink.put({ ...target, key: 'a.csv.segment-0' }, content, { signal });
    const expected = { bytes: bytes.length, crc32: content.crc32 };
    const pieces = [
      { bytes: 2, crc32: 7 },
      { bytes: 3, crc32: crc32Combine(7, content.crc32, 3) },
    ];

    const assemble = sink.assemble(target, [{ file, pieces }], { expected, signal });

    await assert.rejects(assemble, { code: 'EXPORT_SINK_CONFLICT', message: /^Segment 1 is gone, or/ });
  });

  it('gives no bytes for a link whose file was removed', async () => {
    const sink = memorySink();
    const file = await sink.put(target, content, { signal });
    const { url } = await sink.link(file, { expiresInSeconds: 60, fileName: 'b.csv', signal });
    assert.deepEqual(fetchMemoryLink(sink.backend, url), { bytes, fileName: 'b.csv' });

    await sink.remove(target, { signal });

    assert.equal(fetchMemoryLink(sink.backend, url), undefined);
    assert.equal(fetchMemoryLink(sink.backend, 'memory:link-99'), undefined);
  });
});
