import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What the application signs. Each purpose has a key of its own, so that a token for one never passes for another. */
export type Purpose = 'session' | 'file access' | 'local link' | 'push ticket' | 'task token';

/** As many bits as SHA-256 has. */
const keyBytes = 32;

/** The key for one purpose, made of the application's one secret: 43 characters. */
export function secretFor(purpose: Purpose, secret: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, keyBytes)).toString('base64url');
}

export function newSecret(): string {
  return randomBytes(keyBytes).toString('base64url');
}

/** The secret of a data folder, readable by its owner only. It is made at the first start and survives the others. */
export async function secretOf(path: string): Promise<string> {
  const found = await readIfThere(path);
  if (found !== undefined) return found;
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, newSecret(), { mode: 0o600 });
    // Appears whole or not at all, and never replaces the one of a process that starts at the same time.
    await link(draft, path).catch(unlessExists);
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(path, 'utf8');
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function unlessExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
