import { ExportEngineError, type JsonValue, type Store, type StoreCallOptions } from '@export-engine/core';

/** Enough for writers of the same key, who are all of the same connection. */
const maxAttempts = 10;

/** Writes an entry whatever was there before. */
export async function putEntry(store: Store, key: string, value: JsonValue, options: StoreCallOptions): Promise<void> {
  let expectedVersion: string | null = null;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await store.write(key, value, { ...options, expectedVersion });
      return;
    } catch (error) {
      const isConflict = ExportEngineError.isInstance(error) && error.code === 'EXPORT_STORE_CONFLICT';
      if (!isConflict || attempt === maxAttempts) throw error;
    }
    expectedVersion = (await store.read(key, options))?.version ?? null;
  }
}
