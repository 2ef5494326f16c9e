/** More bytes arrived than the reader has room for. */
export class AnswerTooLargeError extends Error {
  readonly maxBytes: number;

  constructor(maxBytes: number) {
    super(`The answer is larger than ${maxBytes} bytes.`);
    this.name = 'AnswerTooLargeError';
    this.maxBytes = maxBytes;
  }
}

/** Collects the chunks of one answer after the other in the same memory. */
export interface PageBuffer {
  /** Forgets what was collected; the memory stays. */
  clear(): void;
  /** @throws AnswerTooLargeError when more than `maxBytes` would be collected. */
  append(chunk: Uint8Array, maxBytes: number): void;
  /** What was collected. It is overwritten after the next `clear`. */
  bytes(): Uint8Array;
}

const FIRST_BYTES = 64 * 1024;

/** Search servers answer in chunks without a length, so the memory grows by doubling. */
export function createPageBuffer(): PageBuffer {
  let memory = Buffer.allocUnsafeSlow(0);
  let used = 0;

  return {
    clear() {
      used = 0;
    },
    append(chunk, maxBytes) {
      const needed = used + chunk.length;
      if (needed > maxBytes) throw new AnswerTooLargeError(maxBytes);
      if (needed > memory.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(needed, memory.length * 2, FIRST_BYTES));
        memory.copy(larger, 0, 0, used);
        memory = larger;
      }
      memory.set(chunk, used);
      used = needed;
    },
    bytes: () => memory.subarray(0, used),
  };
}
