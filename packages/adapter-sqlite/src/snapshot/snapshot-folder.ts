import { mkdir, open, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { ExportEngineError } from '@export-engine/core';
import { classifySystemError, isSystemError } from './classify-system-error.ts';
import type { SnapshotState } from './snapshot-state.ts';

/** Where the copies are. Each is one file, named by its id. */
export interface SnapshotFolder {
  readonly path: string;
  /** How long a copy is kept that nobody reads, in milliseconds. */
  readonly keepAliveMs: number;
}

type Handle = Awaited<ReturnType<typeof open>>;

const suffix = '.rows.ndjson';

export function snapshotPath(folder: SnapshotFolder, id: string): string {
  return join(folder.path, id + suffix);
}

/** Makes the folder, and removes what dead exports left in it. Only its owner may look into it: the files hold rows. */
export async function prepareFolder(folder: SnapshotFolder): Promise<void> {
  try {
    await mkdir(folder.path, { recursive: true, mode: 0o700 });
    const names = await readdir(folder.path);
    await Promise.all(names.filter(isSnapshotName).map((name) => removeExpired(join(folder.path, name), folder)));
  } catch (error) {
    throw coded(error, 'The folder for copies');
  }
}

/** Opens a copy to read it, and makes sure that it is whole. */
export async function openSnapshotFile(folder: SnapshotFolder, { id, bytes }: SnapshotState): Promise<Handle> {
  const file = await open(snapshotPath(folder, id)).catch((error: unknown) => {
    throw codedRead(error);
  });
  try {
    const { size } = await file.stat();
    if (size === bytes) return file;
    throw new ExportEngineError(
      'EXPORT_SOURCE_INCOMPLETE',
      `The copy of the rows has ${size} bytes instead of ${bytes}.`,
    );
  } catch (error) {
    await file.close();
    throw coded(error, 'The copy of the rows');
  }
}

/** Tells whoever removes leftovers that this copy is in use. */
export async function keepAlive(folder: SnapshotFolder, { id }: SnapshotState): Promise<void> {
  const now = new Date();
  await utimes(snapshotPath(folder, id), now, now).catch((error: unknown) => {
    throw codedRead(error);
  });
}

/** Removes a copy. One that is already gone is fine. */
export async function removeSnapshot(folder: SnapshotFolder, id: string): Promise<void> {
  await rm(snapshotPath(folder, id), { force: true }).catch((error: unknown) => {
    throw coded(error, 'The copy of the rows');
  });
}

/** What reading or writing a file ended in, in the engine's words. */
export function coded(error: unknown, subject: string): unknown {
  if (!isSystemError(error)) return error;
  const { code, message } = classifySystemError(error, subject);
  return new ExportEngineError(code, message, { cause: error });
}

function codedRead(error: unknown): unknown {
  if (!isSystemError(error) || error.code !== 'ENOENT') return coded(error, 'The copy of the rows');
  const message = 'The copy of the rows is gone: it was closed, or nobody read it for too long.';
  return new ExportEngineError('EXPORT_SOURCE_CURSOR_LOST', message, { cause: error });
}

function isSnapshotName(name: string): boolean {
  return name.endsWith(suffix);
}

/** Best effort: another process may remove the same one, and an open export is worth more than a tidy folder. */
async function removeExpired(path: string, { keepAliveMs }: SnapshotFolder): Promise<void> {
  try {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > keepAliveMs) await rm(path, { force: true });
  } catch {
    // The next open tries again.
  }
}
