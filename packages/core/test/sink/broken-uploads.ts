import { type CheckedBytes, crc32, ExportEngineError, memorySink } from '@export-engine/core';
import { type BrokenSink, brokenSink, conflict, idOf, storedUpload } from './broken-sink.ts';
import { tinyLimits } from './memory-sink-harness.ts';

/** Faults in beginning an upload and writing its parts. */
export const brokenUploads: readonly BrokenSink[] = [
  brokenSink(
    'begins another upload each time',
    ['sink.begin.one-upload', 'sink.begin.taken-up', 'sink.repeat.delivered-twice'],
    (_, backend) => ({
      async begin(target, { signal }) {
        signal.throwIfAborted();
        backend.sequence += 1;
        const id = `upload-${backend.sequence}`;
        backend.uploads.set(id, { target, parts: new Map() });
        return { target, state: { id } };
      },
    }),
  ),
  brokenSink('cleans an open upload away when it begins again', ['sink.begin.taken-up'], (sink) => ({
    async begin(target, options) {
      await sink.abort(target, options);
      return sink.begin(target, options);
    },
  })),
  brokenSink(
    'shows a part as the file before it is completed',
    ['sink.upload.parts', 'sink.complete.somebody-elses', 'sink.abort.removes-upload', 'sink.abort.then-complete'],
    (sink, backend) => ({
      async writePart(upload, part, options) {
        const receipt = await sink.writePart(upload, part, options);
        backend.files.set(upload.target.key, { target: upload.target, bytes: part.bytes.slice(), crc32: part.crc32 });
        return receipt;
      },
      async complete(upload, receipts, options) {
        if (backend.uploads.has(idOf(upload))) backend.files.delete(upload.target.key);
        return sink.complete(upload, receipts, options);
      },
    }),
  ),
  brokenSink('writes another length into its receipts', ['sink.upload.receipts'], (sink) => ({
    async writePart(...inputs) {
      const receipt = await sink.writePart(...inputs);
      return { ...receipt, bytes: receipt.bytes + 1 };
    },
  })),
  brokenSink(
    'refuses a last part that is smaller than the smallest',
    [
      'sink.begin.taken-up',
      'sink.upload.parts',
      'sink.upload.receipts',
      'sink.upload.any-order',
      'sink.upload.one-small-part',
      'sink.complete.missing-receipt',
      'sink.repeat.lost-answers',
      'sink.repeat.delivered-twice',
    ],
    (sink) => ({
      async writePart(upload, part, options) {
        if (part.bytes.length < 16) throw new ExportEngineError('EXPORT_SINK_LIMIT_EXCEEDED', 'too small');
        return sink.writePart(upload, part, options);
      },
    }),
  ),
  brokenSink(
    'makes an earlier receipt worthless when the same part comes again',
    ['sink.upload.part-twice'],
    (sink, backend) => ({
      async writePart(upload, part, options) {
        const receipt = await sink.writePart(upload, part, options);
        backend.sequence += 1;
        const tag = `${backend.sequence}`;
        storedUpload(backend, upload)?.parts.set(part.number, {
          bytes: part.bytes.slice(),
          crc32: part.crc32,
          tag,
        } as CheckedBytes);
        return { ...receipt, state: { inner: receipt.state, tag } };
      },
      async complete(upload, receipts, options) {
        const parts = storedUpload(backend, upload)?.parts;
        const inner = receipts.map((receipt) => {
          const { inner: state, tag } = receipt.state as { inner: string; tag: string };
          const stored = parts?.get(receipt.number) as { tag?: string } | undefined;
          if (stored !== undefined && stored.tag !== tag) throw conflict();
          return { ...receipt, state };
        });
        return sink.complete(upload, inner, options);
      },
    }),
  ),
  brokenSink(
    'keeps the first of several writes of a part',
    ['sink.upload.last-write-counts', 'sink.complete.stale-receipt'],
    (sink, backend) => ({
      async writePart(upload, part, options) {
        const first = storedUpload(backend, upload)?.parts.get(part.number);
        return sink.writePart(upload, { ...part, ...first }, options);
      },
    }),
  ),
  brokenSink("keeps the caller's bytes instead of a copy of a part", ['sink.upload.own-copy'], (sink, backend) => ({
    async writePart(upload, part, options) {
      const receipt = await sink.writePart(upload, part, options);
      storedUpload(backend, upload)?.parts.set(part.number, part);
      return receipt;
    },
  })),
  brokenSink(
    'can not take a part beyond five MiB',
    ['sink.upload.large-part'],
    (sink) => ({
      async writePart(upload, part, options) {
        if (part.bytes.length > 5 * 1024 ** 2) throw new ExportEngineError('EXPORT_SINK_LIMIT_EXCEEDED', 'too large');
        return sink.writePart(upload, part, options);
      },
    }),
    {},
  ),
  brokenSink('does not check the CRC of a part', ['sink.part.wrong-crc'], (sink) => ({
    writePart: (upload, part, options) => sink.writePart(upload, { ...part, crc32: crc32(part.bytes) }, options),
  })),
  brokenSink('takes any number for a part number', ['sink.part.impossible-number'], (sink) => ({
    async writePart(upload, part, options) {
      const number = Number.isInteger(part.number) && part.number > 0 ? part.number : 1;
      return { ...(await sink.writePart(upload, { ...part, number }, options)), number: part.number };
    },
  })),
  brokenSink('takes more parts than its limit', ['sink.part.number-beyond-limit'], (_, backend) => ({
    writePart: memorySink({ backend, capabilities: { ...tinyLimits, maxParts: 10_000 } }).writePart,
  })),
  brokenSink('takes parts larger than its largest', ['sink.part.too-large'], (_, backend) => ({
    writePart: memorySink({ backend, capabilities: { ...tinyLimits, maxPartBytes: 1024 ** 2 } }).writePart,
  })),
];
