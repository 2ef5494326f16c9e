import assert from 'node:assert/strict';
import { crc32, type Segment, type SinkTarget } from '@export-engine/core';
import { beforeEach, describe, it } from 'vitest';
import { type ScriptedS3, scriptedS3, storedBytes } from '../../test/support/scripted-s3.ts';
import { type S3Sink, s3Sink } from '../s3-sink.ts';

const MEBIBYTE = 1024 ** 2;
const { signal } = new AbortController();
const target: SinkTarget = { key: 'a.csv', mediaType: 'text/csv', fileName: 'a.csv', token: 'token' };

let s3: ScriptedS3;
let sink: S3Sink;

/** Puts a segment of pieces of these lengths straight into the bucket. */
function storeSegment(key: string, lengths: readonly number[]): Segment {
  const parts = lengths.map((length, index) => Buffer.alloc(length, `${key} ${index} `));
  const object = { ...storedBytes(Buffer.concat(parts)), metadata: {} };
  s3.objects.set(key, object);
  const pieces = parts.map((part) => ({ bytes: part.length, crc32: crc32(part) }));
  return { file: { key, bytes: object.bytes.length, state: { etag: object.etag } }, pieces };
}

function joined(segments: readonly Segment[]): Buffer {
  return Buffer.concat(segments.map(({ file }) => s3.objects.get(file.key)?.bytes ?? Buffer.alloc(0)));
}

function assemble(segments: readonly Segment[]) {
  const bytes = joined(segments);
  return sink.assemble(target, segments, { expected: { bytes: bytes.length, crc32: crc32(bytes) }, signal });
}

function count(operation: string): number {
  return s3.calls.filter((call) => call.operation === operation).length;
}

function assertAssembled(segments: readonly Segment[], where = ''): void {
  assert.ok(s3.objects.get(target.key)?.bytes.equals(joined(segments)), `other bytes ${where}`);
  assert.equal(s3.uploads.size, 0, `an upload is left ${where}`);
}

/** A tiny one that takes from the head of a large one, whose rest is copied, and one that is copied whole. */
function storeAwkward(): readonly Segment[] {
  return [storeSegment('tiny', [3]), storeSegment('large', [6 * MEBIBYTE, 5 * MEBIBYTE, 5]), storeSegment('end', [9])];
}

describe('assemble', () => {
  beforeEach(() => {
    s3 = scriptedS3();
    sink = s3Sink({ client: s3.client, bucket: 'bucket' });
  });

  it('reads no more than what is too small for a part, and has S3 copy the rest', async () => {
    const segments = storeAwkward();

    await assemble(segments);

    assertAssembled(segments);
    const ranges = s3.calls.filter(({ operation }) => operation === 'GetObject').map(({ input }) => input.Range);
    assert.deepEqual(ranges, ['bytes=0-2', `bytes=0-${5 * MEBIBYTE - 4}`]);
    assert.equal(count('UploadPart'), 1);
    assert.equal(count('UploadPartCopy'), 2);
  });

  for (const phase of ['before', 'after'] as const) {
    it(`goes on where it was after a kill ${phase} any call, and copies nothing twice`, {
      timeout: 30_000,
    }, async () => {
      for (let killAt = 1, isKilled = true; isKilled; killAt += 1) {
        s3 = scriptedS3();
        sink = s3Sink({ client: s3.client, bucket: 'bucket' });
        const segments = storeAwkward();
        isKilled = await killedAt(killAt, phase, segments);

        await assemble(segments);

        assertAssembled(segments, `after a kill ${phase} call ${killAt}`);
        assert.equal(count('UploadPart') + count('UploadPartCopy'), 3, `parts made, with a kill at call ${killAt}`);
      }
    });
  }

  /** Whether there was a call of this number to be killed at. */
  async function killedAt(
    callNumber: number,
    phase: 'before' | 'after',
    segments: readonly Segment[],
  ): Promise<boolean> {
    const killed = new Error('killed');
    let calls = 0;
    s3.script = (instant) => {
      if (instant.phase !== phase) return;
      calls += 1;
      // Dead from here on.
      if (calls >= callNumber) throw killed;
    };
    const isKilled = await assemble(segments).then(
      () => false,
      () => true,
    );
    s3.script = () => undefined;
    return isKilled;
  }

  it('takes parts over by their lengths from a server that does not say their checksums', async () => {
    s3.tellsChecksums = false;
    const segments = [storeSegment('one', [6 * MEBIBYTE]), storeSegment('two', [7 * MEBIBYTE])];
    s3.script = ({ operation }) => {
      if (operation === 'CompleteMultipartUpload') throw new Error('killed');
    };
    await assert.rejects(assemble(segments));
    s3.script = () => undefined;

    await assemble(segments);

    assertAssembled(segments);
    assert.equal(count('UploadPartCopy'), 2);
  });

  for (const { server, tellsChecksums, completions } of [
    { server: 'says so', tellsChecksums: true, completions: 1 },
    { server: 'finds out at the end', tellsChecksums: false, completions: 2 },
  ]) {
    it(`makes a part again that is something else of the same length, when S3 ${server}`, async () => {
      s3.tellsChecksums = tellsChecksums;
      const segments = [storeSegment('one', [6 * MEBIBYTE]), storeSegment('two', [7 * MEBIBYTE])];
      const parts = new Map([[1, storedBytes(Buffer.alloc(6 * MEBIBYTE, 'something else'))]]);
      s3.uploads.set('earlier', { key: target.key, metadata: { 'export-token': target.token }, parts });
      let tries = 0;
      s3.script = ({ operation, phase }) => {
        if (operation === 'CompleteMultipartUpload' && phase === 'before') tries += 1;
      };

      await assemble(segments);

      assertAssembled(segments);
      assert.equal(tries, completions);
    });
  }

  it('finds the file that another worker made of the same upload meanwhile', async () => {
    const segments = [storeSegment('one', [6 * MEBIBYTE]), storeSegment('two', [7 * MEBIBYTE])];
    s3.script = ({ operation, phase }) => {
      if (operation !== 'UploadPartCopy' || phase === 'after') return;
      const metadata = { 'export-token': target.token };
      s3.objects.set(target.key, { ...storedBytes(joined(segments)), etag: '"theirs"', metadata });
      s3.uploads.clear();
    };

    const file = await assemble(segments);

    assert.deepEqual(file.state, { etag: '"theirs"', mediaType: 'text/csv' });
  });

  it('names what it copies as S3 wants it, behind an access point too', async () => {
    const segments = [storeSegment('files/50 % ü?+.csv', [6 * MEBIBYTE]), storeSegment('b', [2])];
    const arn = 'arn:aws:s3:eu-central-1:123456789012:accesspoint/mine';

    await assemble(segments);
    sink = s3Sink({ client: s3.client, bucket: arn });
    s3.objects.delete(target.key);
    await assemble(segments);

    const sources = s3.calls
      .filter(({ operation }) => operation === 'UploadPartCopy')
      .map(({ input }) => input.CopySource);
    assert.equal(sources[0], 'bucket/files/50%20%25%20%C3%BC%3F%2B.csv');
    assert.equal(
      sources[2],
      'arn%3Aaws%3As3%3Aeu-central-1%3A123456789012%3Aaccesspoint/mine/object/files/50%20%25%20%C3%BC%3F%2B.csv',
    );
    assertAssembled(segments);
  });

  it('refuses a segment that another sink stored, or that does not hold what its pieces say', async () => {
    const mine = storeSegment('mine', [6]);
    const other = { ...mine, file: { ...mine.file, state: null } };
    const changed = storeSegment('changed', [6]);
    const { etag } = changed.file.state as { readonly etag: string };
    s3.objects.set('changed', { ...storedBytes(Buffer.alloc(6)), etag, metadata: {} });
    const expected = { bytes: 6, crc32: changed.pieces[0]?.crc32 ?? 0 };

    await assert.rejects(assemble([other]), { code: 'EXPORT_SINK_CONFLICT', message: /not stored by s3Sink/ });
    await assert.rejects(sink.assemble(target, [changed], { expected, signal }), {
      code: 'EXPORT_SINK_CONFLICT',
      message: /does not have the CRC-32 of its pieces/,
    });
  });
});
