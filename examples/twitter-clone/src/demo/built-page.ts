import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PageFiles, readPageFiles } from '../api/page/page-files.ts';

export const noPage: PageFiles = new Map();

/** Git ignores it. */
const outFolder = fileURLToPath(new URL('../../../../.data/twitter-clone/page', import.meta.url));

/** The page, built unless it was. Its builder is loaded only here: where nobody looks, nothing is built. */
export async function builtPage(report: (line: string) => void): Promise<PageFiles> {
  const { buildWebPage } = await import('../web/build-web-page.ts');
  await mkdir(dirname(outFolder), { recursive: true });
  await buildWebPage({ outFolder, report });
  return readPageFiles(outFolder);
}
