import type { JsonValue } from './json.ts';

export interface StoreEntry {
  readonly value: JsonValue;
  /** Opaque; differs after every write. */
  readonly version: string;
}

export interface StoreCallOptions {
  readonly signal: AbortSignal;
}

export interface StoreWriteOptions extends StoreCallOptions {
  /** The version that is to be replaced; `null` when the key must not exist yet. */
  readonly expectedVersion: string | null;
}

/**
 * A small compare-and-swap key-value port that holds the records. Keys are `[A-Za-z0-9._/-]{1,512}` without empty,
 * `.` or `..` segments, and no key is a folder of another; values are JSON up to several hundred kilobytes.
 */
export interface Store {
  readonly specVersion: 1;
  readonly name: string;
  read(key: string, options: StoreCallOptions): Promise<StoreEntry | undefined>;
  /**
   * Writes if the stored version is the expected one. Of several writers with the same expectation exactly one wins.
   *
   * @throws ExportEngineError `EXPORT_STORE_CONFLICT` when it is not, nothing being written.
   */
  write(key: string, value: JsonValue, options: StoreWriteOptions): Promise<{ readonly version: string }>;
  /** Every key that starts with `prefix`, in any order. */
  list(prefix: string, options: StoreCallOptions): AsyncIterable<string>;
  /** Removes a key. Idempotent. */
  remove(key: string, options: StoreCallOptions): Promise<void>;
}
