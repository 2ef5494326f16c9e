import { rename, rm } from 'node:fs/promises';
import { ExportEngineError } from '@export-engine/core';
import { cleaningUp } from '../files/call-file-system.ts';
import { createFolder, exists } from '../files/create-folder.ts';
import { syncFolder, syncNearestFolder, writeNewFile } from '../files/durable.ts';
import { undefinedIfMissing } from '../files/errno.ts';
import { headPath, valuePath, valuesIn } from './entry-files.ts';
import type { EntryPlaces } from './store-places.ts';
import { firstVersion, isOutdated, isVersion, nextVersion } from './version.ts';

/** Creates an entry: a folder with its first version, placed where none may be. @returns the version */
export async function createEntry(places: EntryPlaces, text: string): Promise<string> {
  if (await exists(places.entry)) throw conflict();
  const version = firstVersion();
  const isCreated = await createFolder(places.entry, places, async (folder) => {
    await writeNewFile(valuePath(folder, version), (file) => file.writeFile(text));
    await writeNewFile(headPath(folder, version), async () => {});
  });
  if (!isCreated) throw conflict();
  return version;
}

/**
 * Replaces an entry's value: the new one is put beside it, and then the head gets the new version's name, by one rename that
 * works only while the head has the expected name. That rename is the compare-and-swap: no lock, so none that a killed
 * process could leave.
 *
 * @returns the new version
 */
export async function replaceEntry({ entry }: EntryPlaces, text: string, expected: string): Promise<string> {
  if (!isVersion(expected) || !(await exists(headPath(entry, expected)))) throw conflict();
  const version = nextVersion(expected);
  const value = valuePath(entry, version);
  await cleaningUp(
    () => rm(value, { force: true }),
    () => putBeside(entry, value, text),
  );
  if (!(await moveHead(entry, expected, version))) {
    await rm(value, { force: true });
    throw conflict();
  }
  await syncNearestFolder(entry);
  await removeOutdated(entry, version);
  return version;
}

/** The folder goes when the entry is removed. */
async function putBeside(entry: string, value: string, text: string): Promise<void> {
  try {
    await writeNewFile(value, (file) => file.writeFile(text));
    await syncFolder(entry);
  } catch (error) {
    undefinedIfMissing(error);
    throw conflict();
  }
}

/**
 * When the system fails otherwise, the head may have moved all the same, so the value stays where it is: it counts, or the
 * next write removes it.
 *
 * @returns whether the head was where it was expected
 */
async function moveHead(entry: string, from: string, to: string): Promise<boolean> {
  const isMoved = await rename(headPath(entry, from), headPath(entry, to)).then(() => true, undefinedIfMissing);
  // A network file system can send a rename twice when the first answer is lost; then it is our own that was first.
  return isMoved ?? (await exists(headPath(entry, to)));
}

/** The replaced value, those of writers that lost, and what killed ones left beside it. */
export async function removeOutdated(entry: string, version: string): Promise<void> {
  try {
    const outdated = (await valuesIn(entry)).filter((other) => isOutdated(other, version));
    for (const other of outdated) await rm(valuePath(entry, other), { force: true });
  } catch {
    // The write counts already; the next one tries again.
  }
}

function conflict(): ExportEngineError {
  return new ExportEngineError('EXPORT_STORE_CONFLICT', 'The stored version is not the expected one.');
}
