import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { undefinedIfMissing } from '../files/errno.ts';
import { namedSegment } from '../files/key-path.ts';
import { readEntry } from './entry-files.ts';

interface KeyFolder {
  readonly path: string;
  /** The beginning of every key in it; `undefined` when a segment was too long for its folder's name. */
  readonly start: string | undefined;
}

/** Goes through the folders that can hold keys with this prefix, and no others. */
export async function* listKeys(
  entries: string,
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  const folders: KeyFolder[] = [{ path: entries, start: '' }];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const items = await itemsIn(folder);
    folders.push(...items.filter(({ kind, start }) => kind === 'folder' && mayHold(start, prefix)));
    for (const { path, start } of items.filter(({ kind }) => kind === 'key')) {
      signal.throwIfAborted();
      const key = start ?? (await readEntry(path, signal))?.key;
      if (key?.startsWith(prefix)) yield key;
    }
  }
}

interface Item extends KeyFolder {
  readonly kind: 'key' | 'folder';
}

/** Other things than folders with our names are not ours: what file managers and backups leave. */
async function itemsIn({ path, start }: KeyFolder): Promise<readonly Item[]> {
  const items = await readdir(path, { withFileTypes: true }).catch(undefinedIfMissing);
  return (items ?? []).flatMap((item) => {
    const named = item.isDirectory() ? namedSegment(item.name) : undefined;
    if (named === undefined) return [];
    const { kind, segment } = named;
    const text = start === undefined || segment === undefined ? undefined : start + segment;
    return [{ kind, path: join(path, item.name), start: kind === 'folder' && text !== undefined ? `${text}/` : text }];
  });
}

function mayHold(start: string | undefined, prefix: string): boolean {
  return start === undefined || start.startsWith(prefix) || prefix.startsWith(start);
}
