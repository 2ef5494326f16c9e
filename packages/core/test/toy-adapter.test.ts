import { appendFile, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  contractRowJson,
  registerContract,
  type SourceFixture,
  type SourceHarness,
  sourceContract,
} from '@export-engine/core/testing';
import { describe, it } from 'vitest';
import { ndjsonSource } from './toy-adapter/ndjson-source.ts';

const harness: SourceHarness<SourceFixture & { readonly folder: string }> = {
  capabilities: ndjsonSource({ folder: tmpdir() }).capabilities,

  async setUp() {
    const folder = await mkdtemp(join(tmpdir(), 'ndjson-source-'));
    const path = join(folder, 'rows.ndjson');
    await writeFile(path, '');
    await writeFile(join(folder, 'empty.ndjson'), '');
    return {
      folder,
      connect: () => ndjsonSource({ folder }),
      query: { file: 'rows.ndjson' },
      emptyQuery: { file: 'empty.ndjson' },
      invalidQueries: [null, 'rows.ndjson', {}, { file: 7 }, { file: '../secret.ndjson' }],
      addRows: (rows) => appendFile(path, rows.map((row) => `${contractRowJson(row)}\n`).join('')),
      async removeRows(ids) {
        const lines = (await readFile(path, 'utf8')).split('\n');
        await writeFile(path, lines.filter((line) => !ids.some((id) => line.includes(`"${id}"`))).join('\n'));
      },
      openSnapshots: async () => (await readdir(folder)).filter((name) => name.startsWith('.snapshot-')).length,
      openReads: async () => (await openFiles()).filter((file) => file.startsWith(folder)).length,
    };
  },

  tearDown: ({ folder }) => rm(folder, { recursive: true }),
};

/** The files this process has open, where the system tells. */
async function openFiles(): Promise<readonly string[]> {
  const descriptors = await readdir('/proc/self/fd').catch(() => []);
  return Promise.all(descriptors.map((descriptor) => readlink(`/proc/self/fd/${descriptor}`).catch(() => '')));
}

describe('ndjsonSource', () => {
  registerContract(sourceContract, harness, { describe, it });
});
