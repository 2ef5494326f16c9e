import { readFileSync } from 'node:fs';
import { chown, copyFile, link, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface UnprivilegedUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Whom to run as when we are root, which Elasticsearch refuses: the system's `nobody`. Undefined when we are not root.
 *
 * @throws Error when we are root and the system has no such user.
 */
export function unprivilegedUser(): UnprivilegedUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const entry = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  if (!entry) throw new Error('Elasticsearch refuses to run as root and there is no user "nobody" to run it as.');
  return { uid: Number(entry[1]), gid: Number(entry[2]) };
}

/** Gives a folder and everything in it to `user`. */
export async function giveTo(user: UnprivilegedUser, directory: string): Promise<void> {
  await chown(directory, user.uid, user.gid);
  const entries = await readdir(directory, { withFileTypes: true, recursive: true });
  await Promise.all(entries.map((entry) => chown(join(entry.parentPath, entry.name), user.uid, user.gid)));
}

/**
 * Makes the files under `from` reachable under `to`: by hard links, which cost no space, or else copies.
 *
 * Root's cache usually lies where no one else may look; the distribution is read from `to` instead.
 */
export async function mirror(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await mirror(source, target);
    else await link(source, target).catch(() => copyFile(source, target));
  }
}
