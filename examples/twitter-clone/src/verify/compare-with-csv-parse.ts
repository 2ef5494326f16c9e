import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { GeneratorOptions } from '../data/generate-posts.ts';
import { giveWay } from './give-way.ts';
import { type ComparedFile, verdictOf } from './reader-process.ts';
import type { Verdict } from './verdict.ts';

const script = fileURLToPath(new URL('csv-parse-reader.ts', import.meta.url));

/** The same comparison where there is no Python. @throws Error when the file is no CSV, or has another header row. */
export async function compareWithCsvParse(
  { path, isWhole }: Omit<ComparedFile, 'format'>,
  posts: GeneratorOptions,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Verdict> {
  const reader = spawn(process.execPath, [script, path, JSON.stringify(posts)], { signal });
  if (isWhole !== undefined) void giveWay([reader], isWhole);
  return verdictOf(reader, Promise.resolve(isWhole));
}
