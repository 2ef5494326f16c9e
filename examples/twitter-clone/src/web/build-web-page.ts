import { mkdtemp, rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isBuiltFromThese, notedInputs, writeInputs } from './page-inputs.ts';

export interface BuildWebPageOptions {
  /** Where `index.html` and `assets/` are to be; replaced as a whole. The folder that it lies in must exist. */
  readonly outFolder: string;
  /** Takes a line for people when there is something to do. */
  readonly report: (line: string) => void;
}

const pageFolder = fileURLToPath(new URL('page', import.meta.url));

/** Where the page is known to run: these have `light-dark()`. */
const browsers = ['chrome123', 'edge123', 'firefox120', 'safari17.5'];

/**
 * Builds the web page, unless it was built before from the very same files, which takes a few milliseconds to see.
 *
 * Nothing in the page is inline, so it works under `Content-Security-Policy: default-src 'self'`.
 *
 * @throws Error when a source file has a mistake, with Vite's words about it.
 */
export async function buildWebPage({ outFolder, report }: BuildWebPageOptions): Promise<void> {
  if (await isBuiltFromThese(outFolder)) return;

  report('Building the web page ...');
  const draft = await mkdtemp(`${outFolder}.draft-`);
  try {
    const inputs = await buildInto(draft);
    await writeInputs({ outFolder, draft, inputs });
    await replaceFolder(outFolder, draft);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function buildInto(draft: string): Promise<ReadonlySet<string>> {
  // Loaded only when there is something to build: it takes longer to load than to see that there is nothing.
  const [{ build, defaultClientConditions }, { default: react }] = await Promise.all([
    import('vite'),
    import('@vitejs/plugin-react'),
  ]);
  const inputs = new Set([import.meta.filename]);
  await build({
    configFile: false,
    root: pageFolder,
    logLevel: 'error',
    plugins: [react(), notedInputs(inputs)],
    // Other packages of this repository are taken from their sources.
    resolve: { conditions: ['@export-engine/source', ...defaultClientConditions] },
    build: {
      outDir: draft,
      emptyOutDir: true,
      target: browsers,
      cssTarget: browsers,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  });
  return inputs;
}

/** Of two processes that build at once the second one's page is as good as the first one's. */
async function replaceFolder(outFolder: string, draft: string): Promise<void> {
  if (await isBuiltFromThese(outFolder)) return;
  try {
    await rm(outFolder, { recursive: true, force: true });
    await rename(draft, outFolder);
  } catch (error) {
    if (!(await isBuiltFromThese(outFolder))) throw error;
  }
}
