import { type FileHandle, open } from 'node:fs/promises';
import { undefinedIfMissing } from '../files/errno.ts';
import { type FileFacts, readFacts } from '../sink/stored-file.ts';
import { contentPath } from '../sink/target-places.ts';

/** A finished file, opened to be read. */
export interface OpenStoredFile {
  readonly facts: FileFacts;
  /** Whoever gets it closes it. */
  readonly content: FileHandle;
}

/** @returns `undefined` when there is no such file, or its length is not the one it was stored with */
export async function openStoredFile(place: string): Promise<OpenStoredFile | undefined> {
  const facts = await readFacts(place);
  if (facts === undefined) return undefined;
  const content = await open(contentPath(place), 'r').catch(undefinedIfMissing);
  if (content === undefined) return undefined;
  try {
    const { size } = await content.stat();
    if (size === facts.bytes) return { facts, content };
  } catch (error) {
    await content.close();
    throw error;
  }
  await content.close();
  return undefined;
}
