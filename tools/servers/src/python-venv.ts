import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDirectory, cached } from './cache.ts';
import { runCommand } from './command.ts';

/** A Python environment of its own in the cache. */
export interface PythonVenv {
  readonly folder: string;
  /** The path of one of its programs: `python`, or a command that a requirement installs. */
  readonly bin: (name: string) => string;
}

const INSTALL = 'install Python 3.10 or newer with venv ("apt-get install python3-venv" or "brew install python")';

/**
 * A virtual environment that holds exactly `requirements`; made from PyPI at the first call, then found in the cache.
 *
 * It is made anew when a requirement or the machine's Python changes, because it borrows that Python's library.
 *
 * @param requirements each pinned, `package==version`.
 * @param report told once, before anything is downloaded.
 * @throws TypeError for a requirement without a pinned version.
 * @throws Error when Python cannot make it; nothing is left behind then.
 */
export async function pythonVenv(
  name: string,
  requirements: readonly string[],
  report: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
): Promise<PythonVenv> {
  for (const requirement of requirements) {
    if (!/^[\w.[\],-]+==[\w.+!-]+$/.test(requirement))
      throw new TypeError(`"${requirement}" pins no version with "==".`);
  }
  const { identity } = await askPython();
  const key = `python-${name}-${fingerprint([identity, ...requirements])}`;
  const folder = await cached(key, async (target) => {
    report(`Installing ${name} from PyPI, once: about half a minute ...`);
    await runCommand('python3', ['-m', 'venv', target]);
    if (requirements.length > 0) await runCommand(join(target, 'bin', 'python'), [...PIP_INSTALL, ...requirements]);
    await moveScripts(join(target, 'bin'), target, join(cacheDirectory(), key));
  });
  return { folder, bin: (program) => join(folder, 'bin', program) };
}

/** What this machine lacks to make an environment for `server`, in one sentence that says how to get it. */
export async function missingPython(server: string): Promise<string | undefined> {
  try {
    const { version, isRecent } = await askPython();
    return isRecent ? undefined : `${server} cannot run on Python ${version}: ${INSTALL}.`;
  } catch {
    return `${server} is a Python program: ${INSTALL}.`;
  }
}

const PIP_INSTALL = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check'];

/** Debian's bare python3 has neither venv nor ensurepip, so both are asked for. */
const QUESTION =
  'import sys, venv, ensurepip; print(sys.version_info >= (3, 10), "%d.%d.%d" % sys.version_info[:3], sys.base_prefix)';

interface PythonAnswer {
  readonly version: string;
  readonly isRecent: boolean;
  /** Differs for every Python that an environment cannot be shared with. */
  readonly identity: string;
}

async function askPython(): Promise<PythonAnswer> {
  const output = await runCommand('python3', ['-c', QUESTION]);
  const [identity, isRecent, version] = /^(True|False) (\S+) .*$/m.exec(output) ?? [];
  if (identity === undefined || version === undefined) throw new Error(`python3 answered "${output}".`);
  return { version, isRecent: isRecent === 'True', identity };
}

function fingerprint(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
}

/** pip writes the folder it installs into into the first line of every script; that folder is about to be renamed. */
async function moveScripts(directory: string, from: string, to: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(directory, entry.name);
    const text = await readFile(path, 'utf8');
    if (text.includes(from)) await writeFile(path, text.replaceAll(from, to));
  }
}
