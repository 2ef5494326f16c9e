import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Owns nothing: `nobody` on most systems. */
export const OTHER_USER = 65_534;

/** Why no program can run as another user here, with what to do about it; `undefined` when one can. */
export function whyNoOtherUser(): string | undefined {
  if (process.getuid?.() !== 0) return 'programs can not run as another user here: run as root';
  const here = fileURLToPath(import.meta.url);
  try {
    const options = { uid: OTHER_USER, gid: OTHER_USER, stdio: 'pipe' } as const;
    execFileSync(process.execPath, ['-e', 'require("node:fs").readFileSync(process.argv[1])', here], options);
    return undefined;
  } catch {
    return 'other users can not read this checkout: put it where they can';
  }
}
