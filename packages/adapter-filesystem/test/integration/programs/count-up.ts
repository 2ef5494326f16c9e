/** Adds one to a number in the store, again and again, by compare-and-swap. Prints each number that it has written. */
import { writeSync } from 'node:fs';
import { ExportEngineError } from '@export-engine/core';
import { filesystemStore } from '../../../src/index.ts';

const { folder, key, times } = JSON.parse(process.argv[2] ?? '') as { folder: string; key: string; times: number };
const store = filesystemStore({ folder });
const { signal } = new AbortController();
// Long enough that a torn write would show.
const ballast = 'x'.repeat(20_000);

for (let written = 0; written < times; ) {
  const entry = await store.read(key, { signal });
  const { number } = (entry?.value ?? { number: 0 }) as { readonly number: number };
  try {
    const value = { number: number + 1, ballast };
    const { version } = await store.write(key, value, { expectedVersion: entry?.version ?? null, signal });
    // At once: a killed process takes what it has buffered with it.
    writeSync(1, `${number + 1} ${version}\n`);
    written += 1;
  } catch (error) {
    if (!ExportEngineError.isInstance(error) || error.code !== 'EXPORT_STORE_CONFLICT') throw error;
  }
}
