import { type BrokenSink, brokenSink, conflict, idOf } from './broken-sink.ts';

/** Faults in aborting uploads and removing files. */
export const brokenCleanUps: readonly BrokenSink[] = [
  brokenSink(
    'leaves uploads to a life-cycle rule',
    [
      'sink.abort.removes-upload',
      'sink.abort.unrecorded-upload',
      'sink.abort.then-write',
      'sink.abort.then-complete',
      'sink.signal.abort-in-flight',
    ],
    () => ({
      async abort(_, { signal }) {
        signal.throwIfAborted();
      },
    }),
  ),
  brokenSink('aborts nothing but the upload it is told', ['sink.abort.unrecorded-upload'], (sink) => ({
    async abort(target, options) {
      options.signal.throwIfAborted();
      if (options.upload !== undefined) await sink.abort(target, options);
    },
  })),
  brokenSink(
    'removes the finished file when it aborts',
    ['sink.begin.at-the-same-time', 'sink.abort.keeps-file', 'sink.repeat.lost-answers'],
    (sink) => ({
      async abort(target, options) {
        await sink.abort(target, options);
        await sink.remove(target, options);
      },
    }),
  ),
  brokenSink(
    'aborts every upload whose key begins with the same characters',
    ['sink.abort.keeps-neighbours'],
    (sink, backend) => ({
      async abort(target, options) {
        await sink.abort(target, options);
        for (const [id, upload] of backend.uploads)
          if (upload.target.key.startsWith(target.key)) backend.uploads.delete(id);
      },
    }),
  ),
  brokenSink(
    'complains of an upload that is already gone',
    [
      'sink.begin.at-the-same-time',
      'sink.abort.keeps-file',
      'sink.abort.idempotent',
      'sink.signal.no-listeners',
      'sink.repeat.lost-answers',
    ],
    (sink, backend) => ({
      async abort(target, options) {
        if (options.upload !== undefined && !backend.uploads.has(idOf(options.upload))) throw conflict();
        await sink.abort(target, options);
      },
    }),
  ),
  brokenSink('brings an aborted upload back to life', ['sink.abort.then-write'], (sink, backend) => ({
    async writePart(upload, part, options) {
      options.signal.throwIfAborted();
      const { target } = upload;
      if (!backend.uploads.has(idOf(upload))) backend.uploads.set(idOf(upload), { target, parts: new Map() });
      return sink.writePart(upload, part, options);
    },
  })),
  brokenSink('refuses a target that was aborted once', ['sink.abort.then-anew'], (sink, backend) => ({
    async abort(target, options) {
      await sink.abort(target, options);
      backend.links.set(`aborted ${target.key}`, { key: target.key, expiresAt: 0, fileName: '' });
    },
    async begin(target, options) {
      if (backend.links.has(`aborted ${target.key}`)) throw conflict();
      return sink.begin(target, options);
    },
  })),
  brokenSink(
    'never removes a file',
    [
      'sink.remove.uploaded-file',
      'sink.remove.put-file',
      'sink.remove.idempotent',
      'sink.link.file-gone',
      'sink.signal.remove-in-flight',
      'sink.repeat.lost-answers-of-put-and-remove',
    ],
    () => ({
      async remove(_, { signal }) {
        signal.throwIfAborted();
      },
    }),
  ),
  brokenSink('removes whatever is under the key', ['sink.remove.keeps-others'], (sink, backend) => ({
    async remove(target, options) {
      await sink.remove(target, options);
      backend.files.delete(target.key);
    },
  })),
  brokenSink(
    'removes every file whose key begins with the same characters',
    ['sink.remove.keeps-neighbours'],
    (sink, backend) => ({
      async remove(target, options) {
        await sink.remove(target, options);
        for (const [key, file] of backend.files) {
          if (key.startsWith(target.key) && file.target.token === target.token) backend.files.delete(key);
        }
      },
    }),
  ),
  brokenSink(
    'complains of a file that is already gone',
    ['sink.remove.keeps-neighbours', 'sink.remove.idempotent', 'sink.repeat.lost-answers-of-put-and-remove'],
    (sink, backend) => ({
      async remove(target, options) {
        if (!backend.files.has(target.key)) throw conflict();
        await sink.remove(target, options);
      },
    }),
  ),
];
