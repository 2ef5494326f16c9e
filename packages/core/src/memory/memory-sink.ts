import type { CheckedBytes, Sink, SinkCapabilities, SinkTarget, StoredFile, Upload } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import { checkOptions, object, optional } from '../options/index.ts';
import { assembleParts, partTag } from './assemble-parts.ts';
import { checkedCopy } from './check-bytes.ts';
import { joinSegments } from './join-segments.ts';
import { type MemorySinkBackend, type MemoryUpload, memorySinkBackend } from './memory-sink-backend.ts';
import { memorySinkCapabilities } from './memory-sink-capabilities.ts';
import { nextTurn } from './next-turn.ts';

export interface MemorySinkOptions {
  /** A backend to share with other instances. @default one of its own */
  readonly backend?: MemorySinkBackend | undefined;
  /** Limits, for example tiny parts for a test. @default those of Amazon S3, with parts of 64 MiB at most */
  readonly capabilities?: Partial<SinkCapabilities> | undefined;
}

/** A sink in memory, with its backend to look into. */
export interface MemorySink extends Required<Sink> {
  readonly backend: MemorySinkBackend;
}

/**
 * A sink in memory that enforces its limits as S3 does: the smallest sink that keeps the whole contract, for tests.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`.
 *
 * @example
 * ```ts
 * import { memorySink } from '@export-engine/core';
 *
 * const sink = memorySink({ capabilities: { minPartBytes: 10 } });
 * console.log(sink.backend.files.get('exports/1.csv')?.bytes);
 * ```
 */
export function memorySink(options: MemorySinkOptions = {}): MemorySink {
  checkOptions<MemorySinkOptions>('memorySink()', options, {
    backend: optional(object()),
    capabilities: optional(object()),
  });
  const { backend = memorySinkBackend() } = options;
  const limits = memorySinkCapabilities(options.capabilities);

  return {
    specVersion: 1,
    name: 'memory',
    capabilities: limits,
    backend,

    async begin(target, { signal }) {
      await nextTurn(signal);
      const [earlier] = uploadsOf(backend, target);
      return { target, state: { id: earlier ?? beginUpload(backend, target) } };
    },

    async writePart(upload, part, { signal }) {
      await nextTurn(signal);
      const { parts } = uploadUnderWay(backend, upload);
      if (!Number.isInteger(part.number) || part.number < 1 || part.number > limits.maxParts) {
        throw limitExceeded(`Part numbers go from 1 to ${limits.maxParts}.`);
      }
      if (part.bytes.length > limits.maxPartBytes)
        throw limitExceeded(`A part has ${limits.maxPartBytes} bytes at most.`);
      const stored = checkedCopy(part);
      parts.set(part.number, stored);
      return { number: part.number, bytes: stored.bytes.length, crc32: stored.crc32, state: partTag(stored) };
    },

    async complete(upload, receipts, { expected, signal }) {
      await nextTurn(signal);
      const earlier = ownFile(backend, upload.target, expected.bytes, expected.crc32);
      if (earlier !== undefined) return earlier;
      const content = assembleParts(uploadUnderWay(backend, upload), receipts, limits);
      if (content.bytes.length !== expected.bytes || content.crc32 !== expected.crc32) {
        throw conflict('The parts do not make the expected file.');
      }
      const file = store(backend, upload.target, content, limits);
      backend.uploads.delete(idOf(upload));
      return file;
    },

    async assemble(target, segments, { expected, signal }) {
      await nextTurn(signal);
      const earlier = ownFile(backend, target, expected.bytes, expected.crc32);
      return earlier ?? store(backend, target, joinSegments(backend, segments, expected), limits);
    },

    async put(target, content, { signal }) {
      await nextTurn(signal);
      const copy = checkedCopy(content);
      return ownFile(backend, target, copy.bytes.length, copy.crc32) ?? store(backend, target, copy, limits);
    },

    async abort(target, { signal }) {
      await nextTurn(signal);
      for (const id of uploadsOf(backend, target)) backend.uploads.delete(id);
    },

    async remove(target, { signal }) {
      await nextTurn(signal);
      if (backend.files.get(target.key)?.target.token === target.token) backend.files.delete(target.key);
    },

    async link(file, { expiresInSeconds, fileName, signal }) {
      await nextTurn(signal);
      if (!backend.files.has(file.key)) throw new ExportEngineError('EXPORT_NOT_FOUND', 'The file is gone.');
      const expiresAt = backend.now() + Math.min(expiresInSeconds, limits.maxLinkSeconds) * 1000;
      backend.sequence += 1;
      const url = `memory:link-${backend.sequence}`;
      backend.links.set(url, { key: file.key, expiresAt, fileName });
      return { url, expiresAt: new Date(expiresAt).toISOString() };
    },
  };
}

function uploadsOf(backend: MemorySinkBackend, { key, token }: SinkTarget): readonly string[] {
  const own = [...backend.uploads].filter(([, { target }]) => target.key === key && target.token === token);
  return own.map(([id]) => id);
}

function beginUpload(backend: MemorySinkBackend, target: SinkTarget): string {
  backend.sequence += 1;
  const id = `upload-${backend.sequence}`;
  backend.uploads.set(id, { target: { ...target }, parts: new Map() });
  return id;
}

function uploadUnderWay(backend: MemorySinkBackend, upload: Upload): MemoryUpload {
  const found = backend.uploads.get(idOf(upload));
  if (found === undefined) throw conflict('The upload is gone: it was completed or aborted.');
  return found;
}

function idOf(upload: Upload): string {
  return (upload.state as { id: string }).id;
}

/** This target's file when an earlier call already stored it and its answer was lost. */
function ownFile(backend: MemorySinkBackend, target: SinkTarget, bytes: number, crc: number): StoredFile | undefined {
  const file = backend.files.get(target.key);
  const isSame = file?.target.token === target.token && file.bytes.length === bytes && file.crc32 === crc;
  return isSame ? { key: target.key, bytes, crc32: crc, state: null } : undefined;
}

function store(
  backend: MemorySinkBackend,
  target: SinkTarget,
  content: CheckedBytes,
  limits: SinkCapabilities,
): StoredFile {
  if (content.bytes.length > limits.maxFileBytes)
    throw limitExceeded(`A file has ${limits.maxFileBytes} bytes at most.`);
  if (backend.files.has(target.key)) throw conflict('The key holds another file.');
  backend.files.set(target.key, { target: { ...target }, ...content });
  return { key: target.key, bytes: content.bytes.length, crc32: content.crc32, state: null };
}

function conflict(message: string): ExportEngineError {
  return new ExportEngineError('EXPORT_SINK_CONFLICT', message);
}

function limitExceeded(message: string): ExportEngineError {
  return new ExportEngineError('EXPORT_SINK_LIMIT_EXCEEDED', message);
}
