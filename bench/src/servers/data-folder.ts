import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDirectory } from '@export-engine/servers';

/**
 * The folder that holds Elasticsearch's indices from one run to the next, with the cache of the servers.
 *
 * As root, Elasticsearch runs as `nobody`, who can't look into root's home: there it is in `/var/tmp`.
 */
export async function dataFolder(version: string): Promise<string> {
  const isRoot = process.getuid?.() === 0;
  const folder = join(isRoot ? '/var/tmp/export-engine' : cacheDirectory(), `bench-elasticsearch-${version}`);
  await mkdir(folder, { recursive: true });
  return folder;
}
