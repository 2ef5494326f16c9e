import {
  crc32,
  ExportEngineError,
  type MemorySinkBackend,
  memorySink,
  type Segment,
  type Sink,
} from '@export-engine/core';
import { deaf, deafOnceStarted, leavingListeners, wrappingReasons } from '../support/broken-signals.ts';
import { type BrokenSink, brokenSink, conflict } from './broken-sink.ts';
import { memorySinkHarness, tinyLimits } from './memory-sink-harness.ts';

type Assemble = Required<Sink>['assemble'];

/** A memory sink with a fault in `assemble`. */
function brokenAssembly(
  fault: string,
  fails: readonly string[],
  breakIt: (assemble: Assemble, backend: MemorySinkBackend) => Assemble,
): BrokenSink {
  const replace = (_: Sink, backend: MemorySinkBackend): Partial<Sink> => ({
    assemble: breakIt(memorySink({ backend, capabilities: tinyLimits }).assemble, backend),
  });
  return { fault, fails, harness: memorySinkHarness(tinyLimits, replace) };
}

/** Faults in joining segments. */
export const brokenAssemblies: readonly BrokenSink[] = [
  brokenSink('has a method that its harness does not declare', ['sink.declares-itself'], (_, backend) => ({
    assemble: memorySink({ backend }).assemble,
  })),
  brokenAssembly(
    'loses what is too small for a part at the end of each segment',
    [
      'sink.assemble.tails',
      'sink.assemble.tiny-between-large',
      'sink.assemble.empty-among-others',
      'sink.assemble.tiny-only',
      'sink.assemble.many-halves',
      'sink.assemble.one-segment',
      'sink.assemble.twice',
      'sink.assemble.lost-answer',
      'sink.assemble.two-workers',
      'sink.assemble.upload-under-way',
      'sink.signal.assemble-in-flight',
    ],
    (assemble, backend) => async (target, segments, options) => {
      const file = await assemble(target, segments, options);
      const shortened = segments.map((segment) => withoutTail(backend, segment));
      backend.files.set(target.key, {
        target,
        bytes: new Uint8Array(Buffer.concat(shortened)),
        crc32: file.crc32 ?? 0,
      });
      return file;
    },
  ),
  brokenAssembly(
    'refuses segments that are smaller than a part',
    [
      'sink.assemble.tiny-between-large',
      'sink.assemble.empty-among-others',
      'sink.assemble.tiny-only',
      'sink.assemble.many-halves',
      'sink.assemble.keeps-segments',
      'sink.assemble.twice',
      'sink.assemble.lost-answer',
      'sink.assemble.two-workers',
      'sink.assemble.upload-under-way',
      'sink.assemble.wrong-bytes',
      'sink.assemble.wrong-crc',
      'sink.assemble.segment-gone',
      'sink.assemble.segment-replaced',
      'sink.assemble.somebody-elses',
      'sink.signal.assemble-before',
      'sink.signal.assemble-in-flight',
      'sink.signal.assemble-no-listeners',
    ],
    (assemble) => async (target, segments, options) => {
      const isTiny = segments.some(({ file }) => file.bytes < 100);
      if (isTiny) throw new ExportEngineError('EXPORT_SINK_LIMIT_EXCEEDED', 'too small');
      return assemble(target, segments, options);
    },
  ),
  brokenAssembly('has nothing to say to no segments', ['sink.assemble.nothing'], (assemble) => {
    return async (target, segments, options) => {
      if (segments.length === 0) throw conflict();
      return assemble(target, segments, options);
    };
  }),
  brokenAssembly(
    'removes the segments when it has joined them',
    ['sink.assemble.keeps-segments', 'sink.signal.assemble-cleaned-up'],
    (assemble, backend) => async (target, segments, options) => {
      const file = await assemble(target, segments, options);
      for (const segment of segments) backend.files.delete(segment.file.key);
      return file;
    },
  ),
  brokenAssembly(
    'complains when it is told again to assemble',
    ['sink.assemble.twice', 'sink.assemble.lost-answer', 'sink.assemble.two-workers'],
    (assemble, backend) => async (target, segments, options) => {
      if (backend.files.has(target.key)) throw conflict();
      return assemble(target, segments, options);
    },
  ),
  brokenAssembly(
    'lets two workers fail each other who assemble at the same time',
    ['sink.assemble.two-workers'],
    (assemble, backend) => async (target, segments, options) => {
      const lock = `lock ${target.key}`;
      if (backend.links.delete(lock)) throw conflict();
      backend.links.set(lock, { key: target.key, expiresAt: 0, fileName: '' });
      let isAlone = true;
      const file = await assemble(target, segments, options).finally(() => {
        isAlone = backend.links.delete(lock);
      });
      if (isAlone) return file;
      backend.files.delete(target.key);
      throw conflict();
    },
  ),
  brokenAssembly(
    'takes whatever is in an upload of its target for its own work',
    ['sink.assemble.upload-under-way'],
    (assemble, backend) => async (target, segments, options) => {
      const file = await assemble(target, segments, options);
      const open = [...backend.uploads.values()].find((upload) => upload.target.key === target.key);
      const part = open?.parts.get(1);
      if (part !== undefined) backend.files.set(target.key, { target, ...part });
      return file;
    },
  ),
  brokenAssembly('does not compare the length of the whole', ['sink.assemble.wrong-bytes'], (assemble) => {
    return (target, segments, { expected, signal }) => {
      const bytes = segments.reduce((sum, { file }) => sum + file.bytes, 0);
      return assemble(target, segments, { expected: { ...expected, bytes }, signal });
    };
  }),
  brokenAssembly('does not compare the CRC of the whole', ['sink.assemble.wrong-crc'], (assemble, backend) => {
    return (target, segments, { expected, signal }) => {
      const stored = segments.map(({ file }) => backend.files.get(file.key)?.bytes ?? new Uint8Array(0));
      const isAsExpected = stored.every((bytes, index) => crc32(bytes) === segments[index]?.file.crc32);
      const whole = isAsExpected ? crc32(Buffer.concat(stored)) : expected.crc32;
      return assemble(target, segments, { expected: { ...expected, crc32: whole }, signal });
    };
  }),
  brokenAssembly('makes do without a segment that is gone', ['sink.assemble.segment-gone'], (assemble, backend) => {
    return (target, segments, options) => {
      const there = segments.filter(({ file }) => backend.files.has(file.key));
      if (there.length === segments.length) return assemble(target, segments, options);
      return assemble(target, there, { ...options, expected: sumOf(backend, there) });
    };
  }),
  brokenAssembly(
    'joins whatever is stored where the segments were',
    ['sink.assemble.segment-replaced'],
    (assemble, backend) => (target, segments, options) => {
      const asStored = segments.map((segment) => ({ ...segment, ...asItIs(backend, segment) }));
      const isReplaced = asStored.some(({ file }, index) => file.crc32 !== segments[index]?.file.crc32);
      return assemble(target, asStored, isReplaced ? { ...options, expected: sumOf(backend, segments) } : options);
    },
  ),
  brokenAssembly('assembles over whatever is under the key', ['sink.assemble.somebody-elses'], (assemble, backend) => {
    return async (target, segments, options) => {
      if (backend.files.get(target.key)?.target.token !== target.token) backend.files.delete(target.key);
      return assemble(target, segments, options);
    };
  }),
  brokenAssembly('assembles files larger than its largest', ['sink.assemble.too-large'], (_, backend) => {
    return memorySink({ backend, capabilities: { ...tinyLimits, maxFileBytes: 1024 ** 3 } }).assemble;
  }),
  brokenAssembly(
    'leaves what it began where abort does not look when it is stopped',
    ['sink.signal.assemble-cleaned-up'],
    (assemble, backend) => async (target, segments, options) => {
      options.signal.throwIfAborted();
      const id = `hidden ${target.key}`;
      backend.uploads.set(id, { target: { ...target, token: 'hidden' }, parts: new Map() });
      const file = await assemble(target, segments, options);
      backend.uploads.delete(id);
      return file;
    },
  ),
  brokenAssembly(
    'never looks at its signal when it assembles',
    ['sink.signal.assemble-before', 'sink.signal.assemble-in-flight'],
    (assemble) => deaf({ assemble }).assemble,
  ),
  brokenAssembly(
    'looks at its signal at the start alone when it assembles',
    ['sink.signal.assemble-in-flight'],
    (assemble) => deafOnceStarted({ assemble }).assemble,
  ),
  brokenAssembly(
    'rejects with an error of its own when aborted while it assembles',
    ['sink.signal.assemble-before', 'sink.signal.assemble-in-flight'],
    (assemble) => wrappingReasons({ assemble }).assemble,
  ),
  brokenAssembly(
    'forgets a listener on the signal that it assembles with',
    ['sink.signal.assemble-no-listeners'],
    (assemble) => leavingListeners({ assemble }).assemble,
  ),
];

function withoutTail(backend: MemorySinkBackend, { file, pieces }: Segment): Uint8Array {
  const bytes = backend.files.get(file.key)?.bytes ?? new Uint8Array(0);
  const last = pieces.at(-1)?.bytes ?? 0;
  return last < 100 ? bytes.subarray(0, bytes.length - last) : bytes;
}

function asItIs(backend: MemorySinkBackend, { file, pieces }: Segment): Segment {
  const stored = backend.files.get(file.key);
  if (stored === undefined || stored.crc32 === file.crc32) return { file, pieces };
  const { crc32: crc } = stored;
  return { file: { ...file, crc32: crc }, pieces: [{ bytes: file.bytes, crc32: crc }] };
}

function sumOf(backend: MemorySinkBackend, segments: readonly Segment[]) {
  const bytes = Buffer.concat(segments.map(({ file }) => backend.files.get(file.key)?.bytes ?? new Uint8Array(0)));
  return { bytes: bytes.length, crc32: crc32(bytes) };
}
