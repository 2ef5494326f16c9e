import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, it } from 'vitest';

const functions = fileURLToPath(new URL('../src/aws', import.meta.url));
/** A function is loaded at each cold start. */
const maxBytes = 1_000_000;

describe('the bundle of a Lambda function', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'export-engine-test-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(['http', 'web-socket', 'step', 'sweep'])(
    'is one file of less than a megabyte: %s',
    { timeout: 60_000 },
    async (name) => {
      const outfile = join(folder, `${name}.mjs`);
      await build({
        entryPoints: [join(functions, `${name}-function.ts`)],
        outfile,
        bundle: true,
        minify: true,
        platform: 'node',
        target: 'node24',
        format: 'esm',
        mainFields: ['module', 'main'],
        // With a condition of one's own, esbuild leaves out "module", which the small files of the AWS SDK are found by.
        conditions: ['@export-engine/source', 'module'],
        banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      });

      const { size } = await stat(outfile);
      assert.ok(size < maxBytes, `${name} has ${size} bytes.`);

      // It is whole: its handler gets as far as its settings, which are not there.
      const { handler } = (await import(pathToFileURL(outfile).href)) as { readonly handler: Handler };
      await assert.rejects(handler({}, {}), /The environment variable EXPORT_BUCKET must be .*; it is missing/);
    },
  );
});

type Handler = (event: object, context: object) => Promise<unknown>;
