import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, crc32Combine, type PartReceipt } from '@export-engine/core';
import { it } from 'vitest';
import { fileLinkHandler, filesystemSink } from '../../src/index.ts';
import { sampleTarget } from './support/sample.ts';

const MEBIBYTE = 1024 ** 2;
const PART_BYTES = 8 * MEBIBYTE;
const PARTS = 32;
const BOUND_BYTES = 96 * MEBIBYTE;

it('a file of 256 MiB is uploaded, completed and downloaded in less than 96 MiB', { timeout: 300_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'flat-memory-'));
  const secret = 's'.repeat(32);
  const sink = filesystemSink({ folder, links: { baseUrl: 'https://example.com/files', secret } });
  const options = { signal: new AbortController().signal };
  const bytes = new Uint8Array(PART_BYTES).fill(7);
  const crc = crc32(bytes);
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);

  try {
    const upload = await sink.begin(sampleTarget(1), options);
    const receipts: PartReceipt[] = [];
    for (let number = 1; number <= PARTS; number += 1) {
      receipts.push(await sink.writePart(upload, { number, bytes, crc32: crc }, options));
    }
    const whole = receipts.reduce((sum, receipt) => crc32Combine(sum, receipt.crc32, receipt.bytes), 0);
    const expected = { bytes: PARTS * PART_BYTES, crc32: whole };
    const file = await sink.complete(upload, receipts, { expected, ...options });
    const { url } = await sink.link(file, { expiresInSeconds: 600, fileName: 'a.csv', ...options });
    const response = await fileLinkHandler({ folder, secret }).fetch(new Request(url));
    let downloaded = 0;
    for await (const chunk of response.body ?? []) downloaded += chunk.byteLength;

    assert.equal(downloaded, expected.bytes);
    assert.ok(peak - before < BOUND_BYTES, `grew by ${Math.round((peak - before) / MEBIBYTE)} MiB`);
  } finally {
    clearInterval(timer);
    await rm(folder, { recursive: true });
  }
});
