import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resultsChart } from './chart.ts';
import { resultsPage } from './markdown.ts';
import type { ScenarioResult } from './results.ts';

export const resultsFolder: string = fileURLToPath(new URL('../../results/', import.meta.url));

/**
 * Writes the results as JSON, as a page and as a chart. Scenarios that were measured earlier and not now stay.
 *
 * @param order ids of all scenarios, as they are to be shown
 */
export async function writeResults(
  folder: string,
  measured: readonly ScenarioResult[],
  order: readonly string[],
): Promise<void> {
  const file = join(folder, 'results.json');
  const earlier = await readResults(file);
  const byId = new Map([...earlier, ...measured].map((result) => [result.id, result]));
  const results = order.flatMap((id) => byId.get(id) ?? []);
  await mkdir(folder, { recursive: true });
  await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`);
  await writeFile(join(folder, 'results.md'), resultsPage(results));
  await writeFile(join(folder, 'results.svg'), resultsChart(results));
}

async function readResults(file: string): Promise<readonly ScenarioResult[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as readonly ScenarioResult[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
