import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { JsonValue } from '@export-engine/core';
import type { StoreFixture, StoreHarness } from '@export-engine/core/testing';
import { filesystemStore } from '../../src/index.ts';

interface FolderFixture extends StoreFixture {
  readonly folder: string;
}

/** How the store contract gets at this adapter: a folder for each case, and plain `node:fs` as its back door. */
export const storeHarness: StoreHarness<FolderFixture> = {
  capabilities: {},
  async setUp() {
    const folder = await mkdtemp(join(tmpdir(), 'filesystem-store-'));
    return {
      folder,
      connect: () => filesystemStore({ folder }),
      readValue: async (key) => (await storedEntries(folder)).get(key),
      keys: async () => [...(await storedEntries(folder)).keys()],
    };
  },
  tearDown: ({ folder }) => rm(folder, { recursive: true }),
};

/** Values by key: those that a head names. */
async function storedEntries(folder: string): Promise<ReadonlyMap<string, JsonValue>> {
  const names = await readdir(join(folder, 'entries'), { recursive: true }).catch(() => []);
  const heads = names.filter((name) => name.endsWith('.head')).map((name) => join(folder, 'entries', name));
  const entries = new Map<string, JsonValue>();
  for (const head of heads) {
    const text = await readFile(head.replace(/\.head$/, '.json'), 'utf8');
    const { key, value } = JSON.parse(text) as { readonly key: string; readonly value: JsonValue };
    if (entries.has(key)) throw new Error(`Two heads in ${dirname(head)}`);
    entries.set(key, value);
  }
  return entries;
}
