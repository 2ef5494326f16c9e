import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GeneratorOptions } from '../data/generate-posts.ts';
import { compareWithCsvParse } from './compare-with-csv-parse.ts';
import { compareWithPython, hasPython } from './compare-with-python.ts';
import { download } from './download.ts';
import type { Verdict } from './verdict.ts';

/**
 * Downloads an exported CSV by its link, as anybody would, and has another reader compare it with the posts. What the
 * reader expects it works out meanwhile.
 *
 * @param url Rejects when there will be no link: so does this, then.
 * @throws Error when the link does not answer with a file, or the reader can't read it.
 */
export async function verifyExport(
  url: Promise<string>,
  posts: GeneratorOptions,
  { signal }: { readonly signal: AbortSignal },
): Promise<Verdict & { readonly reader: string }> {
  // Until the download is waited for, nobody else would take note of it.
  url.catch(() => undefined);
  const [hasReader, folder] = await Promise.all([hasPython(), mkdtemp(join(tmpdir(), 'export-engine-demo-'))]);
  try {
    const path = join(folder, 'download.csv');
    const file = { path, format: 'csv', isWhole: url.then((link) => download(link, path, signal)) } as const;
    if (hasReader) return { reader: "Python's csv", ...(await compareWithPython(file, posts, { signal })) };
    return { reader: 'csv-parse', ...(await compareWithCsvParse(file, posts, { signal })) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
