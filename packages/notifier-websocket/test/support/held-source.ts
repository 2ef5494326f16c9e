import { type MemoryQuery, memorySource, type Source } from '@export-engine/core';

/** A source of one row, which comes once `released` has resolved. */
export function heldSource(released: () => Promise<void>): Source<MemoryQuery> {
  const memory = memorySource({ rows: [{ id: 1, text: 'hello' }] });
  return {
    ...memory,
    async *read(...call) {
      await released();
      yield* memory.read(...call);
    },
  };
}
