import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The folder where downloads and builds are kept between runs. */
export function cacheDirectory(): string {
  const { EXPORT_ENGINE_CACHE, XDG_CACHE_HOME } = process.env;
  if (EXPORT_ENGINE_CACHE) return resolve(EXPORT_ENGINE_CACHE);
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'export-engine', 'servers');
}

/** True when `key` was fetched before, so that a start pays no download. */
export async function isCached(key: string): Promise<boolean> {
  return exists(join(cacheDirectory(), key));
}

/**
 * The cached folder of `key`, filled by `fetch` at the first call.
 *
 * `fetch` works in a folder of its own that is renamed into place when it is complete: a killed fetch leaves nothing
 * that looks finished, and of two processes that fetch at once the second finds the first one's result and drops its own.
 */
export async function cached(key: string, fetch: (directory: string) => Promise<void>): Promise<string> {
  const target = join(cacheDirectory(), key);
  if (await exists(target)) return target;

  await mkdir(dirname(target), { recursive: true });
  const partial = await mkdtemp(`${target}.partial-`);
  try {
    await fetch(partial);
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!isTaken(error)) throw error;
  }
  return target;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** rename() onto a folder that another process has put there in the meantime. */
function isTaken(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOTEMPTY' || code === 'EEXIST';
}
