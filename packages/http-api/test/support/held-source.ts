import { type MemorySource, type MemorySourceOptions, memorySource } from '@export-engine/core';

/** A memory source whose reads wait while it is held: keeps exports under way for as long as a test needs. */
export interface HeldSource extends MemorySource {
  hold(): void;
  release(): void;
}

export function heldSource(options: MemorySourceOptions): HeldSource {
  const source = memorySource(options);
  let gate = Promise.withResolvers<void>();
  gate.resolve();

  return {
    ...source,
    hold() {
      gate = Promise.withResolvers<void>();
    },
    release: () => gate.resolve(),
    async *read(query, snapshot, partition, readOptions) {
      const { signal } = readOptions;
      const aborted = Promise.withResolvers<never>();
      const onAbort = (): void => aborted.reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        await Promise.race([gate.promise, aborted.promise]);
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
      yield* source.read(query, snapshot, partition, readOptions);
    },
  };
}
