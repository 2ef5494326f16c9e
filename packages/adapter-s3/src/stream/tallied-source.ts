import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { ExportEngineError } from '@export-engine/core';

/** A source that is counted on its way. */
export interface TalliedSource {
  readonly stream: Readable;
  /** What went through so far. */
  counted(): { readonly bytes: number; readonly crc32: number };
  /** Whether the source ended by itself. */
  hasEnded(): boolean;
  /** The source's own error, if it failed. */
  failure(): unknown;
  /** Stops reading, and lets go of the source even if it hangs. */
  destroy(): void;
}

/**
 * Reads a source once and counts its bytes and their CRC-32, so that the stored object can be compared with it.
 *
 * @param maxBytes Fails the stream with `EXPORT_SINK_LIMIT_EXCEEDED` past this length.
 */
export function tallySource(source: AsyncIterable<Uint8Array>, maxBytes: number): TalliedSource {
  const iterator = source[Symbol.asyncIterator]();
  let bytes = 0;
  let sum = 0;
  let hasEnded = false;
  let failure: unknown;

  async function* count(): AsyncGenerator<Uint8Array> {
    try {
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
        const chunk = checkedChunk(next.value);
        bytes += chunk.byteLength;
        if (bytes > maxBytes) throw tooLong(maxBytes);
        sum = crc32(chunk, sum);
        yield chunk;
      }
      hasEnded = true;
    } catch (error) {
      failure = error;
      throw error;
    }
  }

  const stream = Readable.from(count());
  // Its failure is told by failure(); without a listener it would end the process once nobody reads any more.
  stream.on('error', () => {});
  return {
    stream,
    counted: () => ({ bytes, crc32: sum }),
    hasEnded: () => hasEnded,
    failure: () => failure,
    destroy: () => {
      stream.destroy();
      if (!hasEnded) letGo(source, iterator);
    },
  };
}

/** A Node stream is destroyed: its iterator's `return()` would wait for a `next()` that hangs. */
function letGo(source: AsyncIterable<Uint8Array>, iterator: AsyncIterator<Uint8Array>): void {
  if (source instanceof Readable) source.destroy();
  else iterator.return?.().catch(() => {});
}

function checkedChunk(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new TypeError(`uploadStream() takes a source of Uint8Array chunks; it gave a ${typeof chunk}.`);
}

function tooLong(maxBytes: number): ExportEngineError {
  const message = `The source has more than ${maxBytes} bytes, which is what S3 takes in parts of this size.`;
  return new ExportEngineError('EXPORT_SINK_LIMIT_EXCEEDED', message, { details: { maxBytes } });
}
