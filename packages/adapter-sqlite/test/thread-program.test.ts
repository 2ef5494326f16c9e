import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build, type Format } from 'esbuild';
import { describe, it } from 'vitest';
import { bundleThreadProgram } from '../tools/bundle-thread-program.ts';
import { createDatabase } from './support/database.ts';

const sources = fileURLToPath(new URL('../src/', import.meta.url));

const application = `
  import { sqliteSource } from './index.ts';
  const source = sqliteSource({ path: process.argv[2] });
  const { signal } = new AbortController();
  source.open({ table: 't' }, { partitions: 1, signal }).then(({ expectedRows }) => console.log(expectedRows));`;

describe("the thread's program", () => {
  it('is what its sources give', async () => {
    const committed = await readFile(join(sources, 'thread/program.generated.ts'), 'utf8');

    assert.equal(committed, await bundleThreadProgram(), 'run "npm run build:thread"');
  });

  it.each<readonly [Format, string]>([
    ['cjs', 'cjs'],
    ['esm', 'mjs'],
  ])('runs from an application that is one minified file (%s)', { timeout: 60_000 }, async (format, extension) => {
    await using backend = await createDatabase('CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)');
    const { outputFiles } = await build({
      stdin: { contents: application, resolveDir: sources },
      bundle: true,
      write: false,
      minify: true,
      keepNames: true,
      format,
      platform: 'node',
      conditions: ['@export-engine/source'],
    });
    const bundle = join(backend.folder, `application.${extension}`);
    await writeFile(bundle, outputFiles[0]?.text ?? '');

    const { stdout } = await promisify(execFile)(process.execPath, [bundle, backend.path], { cwd: backend.folder });

    assert.equal(stdout, '3\n');
  });
});
