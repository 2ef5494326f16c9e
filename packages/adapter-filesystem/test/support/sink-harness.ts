import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileNameFromHeader, type SinkFixture, type SinkHarness } from '@export-engine/core/testing';
import { fileLinkHandler, filesystemSink } from '../../src/index.ts';

const secret = 'a secret of the contract tests, long enough';

interface FolderFixture extends SinkFixture {
  readonly folder: string;
}

/** How the sink contract gets at this adapter: a folder for each case, and plain `node:fs` as its back door. */
export function sinkHarness(options: { readonly hasLinks: boolean }): SinkHarness<FolderFixture> {
  const links = options.hasLinks ? { baseUrl: 'https://example.com/files', secret, maxSeconds: 3600 } : undefined;
  const connect = (folder: string) => filesystemSink({ folder, links });
  return {
    capabilities: connect('any').capabilities,
    async setUp() {
      const folder = await mkdtemp(join(tmpdir(), 'filesystem-sink-'));
      return {
        folder,
        connect: () => connect(folder),
        readFile: async (key) => (await storedFiles(folder)).get(key),
        openUploads: (key) => openUploads(folder, key),
        fetchLink: async (url) => {
          const response = await fileLinkHandler({ folder, secret }).fetch(new Request(url));
          const bytes = new Uint8Array(await response.arrayBuffer());
          const fileName = fileNameFromHeader(response.headers.get('content-disposition') ?? '');
          return response.ok ? { bytes, fileName } : undefined;
        },
        waitUntil: async (instant) => {
          await delay(instant - Date.now());
        },
      };
    },
    tearDown: ({ folder }) => rm(folder, { recursive: true }),
  };
}

/** Finished files by key, found by what lies beside them. */
export async function storedFiles(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const names = await readdir(join(folder, 'files'), { recursive: true }).catch(() => []);
  const found = names.filter((name) => name.endsWith('file.json')).map((name) => join(folder, 'files', name));
  const files = found.map(async (path) => {
    const { key } = JSON.parse(await readFile(path, 'utf8')) as { readonly key: string };
    return [key, new Uint8Array(await readFile(join(path, '..', 'content')))] as const;
  });
  return new Map(await Promise.all(files));
}

/** Folders of uploads of this key, and anything at all in the scratch space. */
async function openUploads(folder: string, key: string): Promise<number> {
  const uploads = await readdir(join(folder, 'uploads')).catch(() => []);
  const targets = uploads.map(async (name) => {
    const target = JSON.parse(await readFile(join(folder, 'uploads', name, 'target.json'), 'utf8'));
    return (target as { readonly key: string }).key;
  });
  const open = (await Promise.all(targets)).filter((target) => target === key).length;
  return open + (await readdir(join(folder, 'scratch')).catch(() => [])).length;
}
