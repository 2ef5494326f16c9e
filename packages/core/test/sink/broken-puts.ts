import { crc32, memorySink } from '@export-engine/core';
import { type BrokenSink, brokenSink, conflict } from './broken-sink.ts';
import { tinyLimits } from './memory-sink-harness.ts';

/** Faults in what a sink declares and in storing a file in one call. */
export const brokenPuts: readonly BrokenSink[] = [
  brokenSink('implements another version of the contract', ['sink.declares-itself'], () => ({ specVersion: 2 as 1 })),
  brokenSink(
    'adds a line end to every file it puts',
    [
      'sink.put.stores',
      'sink.put.empty',
      'sink.put.idempotent',
      'sink.put.somebody-elses',
      'sink.put.wrong-crc',
      'sink.put.own-copy',
      'sink.complete.somebody-elses',
      'sink.remove.put-file',
      'sink.remove.keeps-others',
      'sink.remove.keeps-neighbours',
      'sink.link.fetchable',
      'sink.signal.put-in-flight',
      'sink.repeat.lost-answers-of-put-and-remove',
      'sink.concurrency.exports-do-not-mix',
    ],
    (sink) => ({
      put(target, { bytes }, options) {
        const longer = new Uint8Array([...bytes, 10]);
        return sink.put(target, { bytes: longer, crc32: crc32(longer) }, options);
      },
    }),
  ),
  brokenSink('stores nothing for an empty file', ['sink.put.empty'], (sink) => ({
    async put(target, content, options) {
      if (content.bytes.length > 0) return sink.put(target, content, options);
      return { key: target.key, bytes: 0, state: null };
    },
  })),
  brokenSink(
    'complains when the same file is put again',
    ['sink.put.idempotent', 'sink.repeat.lost-answers-of-put-and-remove'],
    (sink, backend) => ({
      async put(target, content, options) {
        if (backend.files.has(target.key)) throw conflict();
        return sink.put(target, content, options);
      },
    }),
  ),
  brokenSink('takes a file with equal bytes for its own', ['sink.put.somebody-elses'], (sink, backend) => ({
    async put(target, content, options) {
      const there = backend.files.get(target.key);
      if (there?.crc32 === content.crc32) return { key: target.key, bytes: content.bytes.length, state: null };
      return sink.put(target, content, options);
    },
  })),
  brokenSink(
    'overwrites whatever is under the key',
    ['sink.put.somebody-elses', 'sink.complete.somebody-elses'],
    (sink, backend) => ({
      async put(target, content, options) {
        options.signal.throwIfAborted();
        backend.files.delete(target.key);
        return sink.put(target, content, options);
      },
      async complete(upload, receipts, options) {
        const file = backend.files.get(upload.target.key);
        if (file?.target.token !== upload.target.token) backend.files.delete(upload.target.key);
        return sink.complete(upload, receipts, options);
      },
    }),
  ),
  brokenSink('does not check the CRC of a file it puts', ['sink.put.wrong-crc'], (sink) => ({
    put: (target, { bytes }, options) => sink.put(target, { bytes, crc32: crc32(bytes) }, options),
  })),
  brokenSink("keeps the caller's bytes instead of a copy of a file", ['sink.put.own-copy'], (sink, backend) => ({
    async put(target, content, options) {
      const file = await sink.put(target, content, options);
      backend.files.set(target.key, { target, ...content });
      return file;
    },
  })),
  brokenSink('puts files larger than its largest', ['sink.put.too-large'], (_, backend) => ({
    put: memorySink({ backend, capabilities: { ...tinyLimits, maxFileBytes: 1024 ** 3 } }).put,
  })),
  brokenSink('mixes up files that are put at the same time', ['sink.concurrency.exports-do-not-mix'], (sink) => {
    const queue: Parameters<typeof sink.put>[1][] = [];
    return {
      async put(target, content, options) {
        queue.push(content);
        await Promise.resolve();
        return sink.put(target, queue.pop() ?? content, options);
      },
    };
  }),
];
