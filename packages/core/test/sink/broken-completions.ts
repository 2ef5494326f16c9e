import {
  type CheckedBytes,
  crc32,
  ExportEngineError,
  type MemorySinkBackend,
  memorySink,
  type PartReceipt,
  type Upload,
} from '@export-engine/core';
import { type BrokenSink, brokenSink, conflict, idOf, storedUpload } from './broken-sink.ts';
import { tinyLimits } from './memory-sink-harness.ts';

/** Faults in making one file of the parts. */
export const brokenCompletions: readonly BrokenSink[] = [
  brokenSink('joins parts in the order in which they came', ['sink.upload.any-order'], (sink, backend) => ({
    async complete(upload, receipts, options) {
      const numbers = [...(storedUpload(backend, upload)?.parts.keys() ?? [])];
      const content = contentOf(backend, upload, numbers);
      const file = await sink.complete(upload, receipts, options);
      if (numbers.length > 0) backend.files.set(file.key, { target: upload.target, ...content });
      return file;
    },
  })),
  brokenSink('makes files of parts smaller than the smallest', ['sink.part.too-small'], (_, backend) => ({
    complete: memorySink({ backend, capabilities: { ...tinyLimits, minPartBytes: 1 } }).complete,
  })),
  brokenSink(
    'complains when it is told again to complete',
    ['sink.complete.twice', 'sink.complete.two-workers', 'sink.repeat.lost-answers', 'sink.repeat.delivered-twice'],
    (sink, backend) => ({
      async complete(upload, receipts, options) {
        if (!backend.uploads.has(idOf(upload))) throw conflict();
        return sink.complete(upload, receipts, options);
      },
    }),
  ),
  brokenSink(
    'lets two workers fail each other who complete at the same time',
    ['sink.complete.two-workers'],
    (sink, backend) => ({
      async complete(upload, receipts, options) {
        const parts = storedUpload(backend, upload)?.parts;
        if (parts?.has(0) === true) {
          backend.uploads.delete(idOf(upload));
          throw conflict();
        }
        parts?.set(0, { bytes: new Uint8Array(0), crc32: 0 });
        return sink.complete(upload, receipts, options).finally(() => parts?.delete(0));
      },
    }),
  ),
  brokenSink('does not compare the length of the file', ['sink.complete.wrong-bytes'], (sink) => ({
    complete(upload, receipts, { expected, signal }) {
      const bytes = receipts.reduce((sum, receipt) => sum + receipt.bytes, 0);
      return sink.complete(upload, receipts, { expected: { ...expected, bytes }, signal });
    },
  })),
  brokenSink('does not compare the CRC of the file', ['sink.complete.wrong-crc'], (sink, backend) => ({
    complete(upload, receipts, { expected, signal }) {
      const { crc32: crc } = contentOf(backend, upload, numbersOf(receipts));
      const known = backend.uploads.has(idOf(upload)) ? crc : expected.crc32;
      return sink.complete(upload, receipts, { expected: { ...expected, crc32: known }, signal });
    },
  })),
  brokenSink('makes an empty file of no receipts', ['sink.complete.no-receipts'], (sink) => ({
    complete(upload, receipts, options) {
      if (receipts.length > 0) return sink.complete(upload, receipts, options);
      return sink.put(upload.target, { bytes: new Uint8Array(0), crc32: 0 }, options);
    },
  })),
  brokenSink('makes a file of whatever receipts it gets', ['sink.complete.missing-receipt'], (sink, backend) => ({
    complete(upload, receipts, options) {
      const hasGap = receipts.some((receipt, index) => receipt.number !== index + 1);
      if (!hasGap) return sink.complete(upload, receipts, options);
      return sink.put(upload.target, contentOf(backend, upload, numbersOf(receipts)), options);
    },
  })),
  brokenSink(
    'takes a part as it is stored, whatever its receipt says',
    ['sink.complete.stale-receipt'],
    (sink, backend) => ({
      complete(upload, receipts, options) {
        const content = contentOf(backend, upload, numbersOf(receipts));
        const isStale =
          receipts.length === 1 && backend.uploads.has(idOf(upload)) && content.crc32 !== receipts[0]?.crc32;
        return isStale ? sink.put(upload.target, content, options) : sink.complete(upload, receipts, options);
      },
    }),
  ),
  brokenSink('takes an upload that is gone for a completed one', ['sink.abort.then-complete'], (sink) => ({
    async complete(upload, receipts, options) {
      try {
        return await sink.complete(upload, receipts, options);
      } catch (error) {
        const isGone = ExportEngineError.isInstance(error) && error.message.startsWith('The upload is gone');
        if (!isGone) throw error;
        return { key: upload.target.key, bytes: options.expected.bytes, state: null };
      }
    },
  })),
];

function numbersOf(receipts: readonly PartReceipt[]): readonly number[] {
  return receipts.map((receipt) => receipt.number);
}

function contentOf(backend: MemorySinkBackend, upload: Upload, numbers: readonly number[]): CheckedBytes {
  const parts = storedUpload(backend, upload)?.parts;
  const bytes = new Uint8Array(Buffer.concat(numbers.map((number) => parts?.get(number)?.bytes ?? new Uint8Array(0))));
  return { bytes, crc32: crc32(bytes) };
}
