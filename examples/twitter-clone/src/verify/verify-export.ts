import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GeneratorOptions } from '../data/generate-posts.ts';
import { compareWithCsvParse } from './compare-with-csv-parse.ts';
import { compareWithPython, hasPython } from './compare-with-python.ts';
import { download } from './download.ts';
import type { Verdict } from './verdict.ts';

/**
 * Downloads an exported CSV by its link, as anybody would, and has another reader compare it with the posts.
 *
 * @throws Error when the link does not answer with a file, or the reader can't read it.
 */
export async function verifyExport(
  url: string,
  posts: GeneratorOptions,
  { signal }: { readonly signal: AbortSignal },
): Promise<Verdict & { readonly reader: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'export-engine-demo-'));
  try {
    const path = join(folder, 'download.csv');
    await download(url, path, signal);
    if (await hasPython()) {
      return { reader: "Python's csv", ...(await compareWithPython({ path, format: 'csv' }, posts, { signal })) };
    }
    return { reader: 'csv-parse', ...(await compareWithCsvParse(path, posts, { signal })) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
