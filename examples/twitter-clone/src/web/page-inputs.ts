import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Plugin } from 'vite';

/** The hash of each file that a page was built from, by its path; and that of the page itself. */
type Inputs = Readonly<Record<string, string>>;

/** A plugin of Vite that notes every file it reads. */
export function notedInputs(inputs: Set<string>): Plugin {
  return {
    name: 'noted-inputs',
    apply: 'build',
    generateBundle() {
      for (const id of this.getModuleIds()) {
        const [path = ''] = id.split('?', 1);
        // Others are made up by Vite or a plugin, and change only with these.
        if (isAbsolute(path)) inputs.add(path);
      }
    },
  };
}

/** Whether there is a page, and no file of it has changed since it was built. */
export async function isBuiltFromThese(outFolder: string): Promise<boolean> {
  try {
    const inputs = JSON.parse(await readFile(inputsFile(outFolder), 'utf8')) as Inputs;
    const matches = await Promise.all(
      Object.entries(inputs).map(async ([path, hash]) => hash === (await hashOf(path))),
    );
    return matches.every(Boolean);
  } catch {
    return false;
  }
}

export interface WriteInputsOptions {
  readonly outFolder: string;
  /** Where the page lies until it is moved to `outFolder`. */
  readonly draft: string;
  readonly inputs: ReadonlySet<string>;
}

/** Notes what the page is built from. It holds from the moment on in which the page is in its folder. */
export async function writeInputs({ outFolder, draft, inputs }: WriteInputsOptions): Promise<void> {
  const entries = await Promise.all([...inputs].sort().map(async (path) => [path, await hashOf(path)] as const));
  const page = [join(outFolder, 'index.html'), await hashOf(join(draft, 'index.html'))] as const;
  await writeFile(inputsFile(outFolder), JSON.stringify(Object.fromEntries([page, ...entries]), undefined, 1));
}

/** Beside the page and not in it, for what is in it can be fetched by anyone. */
function inputsFile(outFolder: string): string {
  return `${outFolder}.inputs.json`;
}

async function hashOf(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('base64');
}
