import type { MakeDirectoryOptions } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { dirname, sep } from 'node:path';

type FileSystem = typeof import('node:fs/promises');

/** What a power failure would take now. */
export interface PowerFailure {
  /** Paths whose bytes or names are in the system's memory only. */
  unsynced(): readonly string[];
  /** What was not safe when something was renamed that stands for it: after a failure, the new name could be all there is. */
  readonly tooEarly: readonly string[];
  /** `node:fs/promises`, watched. */
  readonly watched: Partial<FileSystem>;
}

/** Watches what is written, named and synced, by the rules of POSIX: bytes and names are safe once they are synced. */
export function watchForPowerFailure(real: FileSystem): PowerFailure {
  const bytes = new Set<string>();
  const names = new Set<string>();
  const tooEarly: string[] = [];
  const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(folder + sep);

  function namesIn(folder: string): readonly string[] {
    return [...names].filter((path) => dirname(path) === folder);
  }

  /** A renamed file stands for its bytes, a renamed folder for all that is in it, and a head for the file beside it. */
  function unsafeParts(from: string): readonly string[] {
    const own = [...bytes, ...names].filter((path) => isBelow(path, from) && !(names.has(path) && path === from));
    const beside = from.endsWith('.head') ? namesIn(dirname(from)).filter((path) => path !== from) : [];
    return [...own, ...beside];
  }

  function forget(folder: string): void {
    for (const kind of [bytes, names]) for (const path of kind) if (isBelow(path, folder)) kind.delete(path);
  }

  function watchedFile(file: FileHandle, path: string): FileHandle {
    for (const method of ['sync', 'datasync'] as const) {
      const sync = file[method].bind(file);
      file[method] = async () => {
        await sync();
        bytes.delete(path);
        for (const name of namesIn(path)) names.delete(name);
      };
    }
    return file;
  }

  const watched = {
    async open(path: string, flags: string) {
      const file = watchedFile(await real.open(path, flags), path);
      if (flags !== 'wx') return file;
      bytes.add(path);
      names.add(path);
      return file;
    },
    async mkdir(path: string, options: MakeDirectoryOptions = {}) {
      const made = await real.mkdir(path, options);
      const first = options.recursive === true ? made : path;
      for (let name = path; first !== undefined && isBelow(name, first); name = dirname(name)) names.add(name);
      return made;
    },
    async rename(from: string, to: string) {
      tooEarly.push(...unsafeParts(from));
      await real.rename(from, to);
      forget(from);
      // Both the new name and that the old one is gone.
      names.add(from).add(to);
    },
    async rm(path: string, options: object) {
      await real.rm(path, options);
      forget(path);
    },
  };
  return { unsynced: () => [...bytes, ...names], tooEarly, watched: watched as Partial<FileSystem> };
}
