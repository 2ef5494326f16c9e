import type { FileHandle } from 'node:fs/promises';
import type { ByteRange } from './byte-range.ts';

const CHUNK_BYTES = 256 * 1024;

/**
 * A part of an open file as the body of a response. It reads one chunk for each that is taken, never ahead. It closes the
 * file when it was read, when it is cancelled, when reading fails, and when the signal is aborted.
 */
export function fileBody(
  file: FileHandle,
  { first, last }: ByteRange,
  signal: AbortSignal,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let position = first;
  let close = (): Promise<void> => Promise.resolve();

  async function pull(controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): Promise<void> {
    try {
      // The reader keeps the chunk: each has memory of its own.
      const buffer = new Uint8Array(Math.min(CHUNK_BYTES, last + 1 - position));
      const { bytesRead } = await file.read(buffer, 0, buffer.byteLength, position);
      if (signal.aborted) return;
      if (bytesRead === 0) throw new Error('The file is shorter than it was when its response began.');
      position += bytesRead;
      controller.enqueue(buffer.subarray(0, bytesRead));
      if (position <= last) return;
      await close();
      controller.close();
    } catch (error) {
      await close();
      throw error;
    }
  }

  return new ReadableStream(
    {
      start(controller) {
        const stop = (): void => {
          controller.error(signal.reason);
          // Nobody is left to tell of a failure to close.
          close().catch(() => undefined);
        };
        signal.addEventListener('abort', stop);
        close = () => {
          signal.removeEventListener('abort', stop);
          return file.close();
        };
        if (signal.aborted) stop();
      },
      pull,
      cancel: () => close(),
    },
    { highWaterMark: 0 },
  );
}
