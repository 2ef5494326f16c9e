import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasErrno } from './errno.ts';

/**
 * Writes a new file that outlasts a power failure, once its folder is synced too.
 *
 * @throws the system error `EEXIST` when there is one
 */
export async function writeNewFile(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  await using file = await open(path, 'wx');
  await write(file);
  await file.datasync();
}

/** Makes the names in a folder outlast a power failure. */
export async function syncFolder(path: string): Promise<void> {
  try {
    await using folder = await open(path, 'r');
    await folder.sync();
  } catch (error) {
    if (!isUnsupported(error)) throw error;
  }
}

/** The same for a folder that others may remove meanwhile: then the next one above, which holds the removal. */
export async function syncNearestFolder(path: string): Promise<void> {
  try {
    await syncFolder(path);
  } catch (error) {
    if (!hasErrno(error, 'ENOENT') || path === dirname(path)) throw error;
    await syncNearestFolder(dirname(path));
  }
}

/** Makes a folder with all folders above it, each durable before this resolves. */
export async function makeFolder(path: string): Promise<void> {
  await syncMadeFolders(path, await mkdir(path, { recursive: true }));
}

/** @param first What `mkdir` said it made first, of the folders down to `path`. */
export async function syncMadeFolders(path: string, first: string | undefined): Promise<void> {
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncNearestFolder(dirname(made));
}

/** Windows has no such thing (its journal keeps names in order); some network and user-space file systems have none. */
function isUnsupported(error: unknown): boolean {
  return hasErrno(error, 'EINVAL', 'ENOTSUP', 'EISDIR') || (process.platform === 'win32' && hasErrno(error, 'EPERM'));
}
