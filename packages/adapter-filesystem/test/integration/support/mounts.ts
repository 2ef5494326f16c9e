import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MOUNT = 'mount';
const UNMOUNT = 'umount';

/** A small file system of its own, in memory. */
export interface SmallDisk {
  /** Where it is mounted. */
  readonly path: string;
  remount(options: string): void;
  unmount(): void;
}

/** @param options Of `mount -t tmpfs`: `size=2m`. */
export function mountSmallDisk(options: string): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'small-disk-'));
  try {
    execFileSync(MOUNT, ['-t', 'tmpfs', '-o', options, 'tmpfs', path], { stdio: 'pipe' });
  } catch (error) {
    rmdirSync(path);
    throw error;
  }
  return {
    path,
    remount(changed) {
      execFileSync(MOUNT, ['-o', `remount,${changed}`, path], { stdio: 'pipe' });
    },
    unmount() {
      execFileSync(UNMOUNT, [path], { stdio: 'pipe' });
      rmdirSync(path);
    },
  };
}

/** Why no disk can be mounted here, with what to do about it; `undefined` when one can. */
export function whyNoMounts(): string | undefined {
  try {
    mountSmallDisk('size=64k').unmount();
    return undefined;
  } catch {
    return 'no small disk can be mounted here: run as root on Linux, in a container with --cap-add SYS_ADMIN';
  }
}
