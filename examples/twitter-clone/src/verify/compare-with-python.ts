import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { GeneratorOptions } from '../data/generate-posts.ts';
import { giveWay } from './give-way.ts';
import { type ComparedFile, exitOf, verdictOf } from './reader-process.ts';
import type { Verdict } from './verdict.ts';

const printer = fileURLToPath(new URL('print-posts.ts', import.meta.url));
const script = fileURLToPath(new URL('compare_export.py', import.meta.url));

/** Whether there is a Python 3 to compare with. */
export async function hasPython(): Promise<boolean> {
  return promisify(execFile)('python3', ['-c', 'import csv, json']).then(
    () => true,
    () => false,
  );
}

/**
 * Has Python read an exported file and compare it with the posts, which another process generates once more for it.
 *
 * @throws Error when Python can't read the file, with what it said.
 */
export async function compareWithPython(
  file: ComparedFile,
  posts: GeneratorOptions,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Verdict> {
  const reader = spawn('python3', [script, file.format, file.path], { signal });
  const truth = spawn(process.execPath, [printer, JSON.stringify(posts)], { signal });
  if (file.isWhole !== undefined) void giveWay([reader, truth], file.isWhole);
  truth.stderr.pipe(process.stderr, { end: false });
  truth.stdout.pipe(reader.stdin, { end: false });
  const isTold = exitOf(truth).then((code) => {
    if (code !== 0) throw new Error('The posts could not be generated.');
  });
  try {
    return await verdictOf(reader, Promise.all([isTold, file.isWhole]));
  } finally {
    truth.kill('SIGKILL');
    await isTold.catch(() => undefined);
  }
}
