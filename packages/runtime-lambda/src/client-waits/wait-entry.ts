import { ExportEngineError, type JsonValue, type Store } from '@export-engine/core';

/** What is known of the client of one export. */
export interface WaitEntry {
  /** Of the task that waits for the client. A secret. */
  readonly taskToken: string | null;
  /** Whether a client has come. */
  readonly hasArrived: boolean;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Enough for all who can write the entry of one export at the same time. */
const maxAttempts = 20;

/** The entry, unless there is none or it has expired. */
export async function readWait(store: Store, key: string, signal: AbortSignal): Promise<WaitEntry | undefined> {
  return livingEntry((await store.read(key, { signal }))?.value);
}

/**
 * Replaces the entry by what `change` makes of it, by compare-and-swap: `change` is called again when somebody else was
 * faster. Nothing is written when it returns the entry it was given.
 *
 * @returns what is stored in the end
 */
export async function updateWait(
  store: Store,
  key: string,
  change: (entry: WaitEntry | undefined) => WaitEntry,
  signal: AbortSignal,
): Promise<WaitEntry> {
  for (let attempt = 1; ; attempt += 1) {
    const stored = await store.read(key, { signal });
    const before = livingEntry(stored?.value);
    const after = change(before);
    if (after === before) return after;
    try {
      await store.write(key, { ...after }, { expectedVersion: stored?.version ?? null, signal });
      return after;
    } catch (error) {
      const isConflict = ExportEngineError.isInstance(error) && error.code === 'EXPORT_STORE_CONFLICT';
      if (!isConflict || attempt === maxAttempts) throw error;
    }
  }
}

export function livingEntry(value: JsonValue | undefined): WaitEntry | undefined {
  const entry = value as WaitEntry | undefined;
  return entry !== undefined && entry.expiresAt > Date.now() ? entry : undefined;
}
