import { execFile, spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type GeneratorOptions, generatePosts } from '../data/generate-posts.ts';
import { postJson } from '../data/post.ts';
import type { Verdict } from './verdict.ts';

const script = fileURLToPath(new URL('compare_export.py', import.meta.url));

/** Whether there is a Python 3 to compare with. */
export async function hasPython(): Promise<boolean> {
  return promisify(execFile)('python3', ['-c', 'import csv, json']).then(
    () => true,
    () => false,
  );
}

/**
 * Has Python read an exported file and compare it with the posts, which are generated once more for it.
 *
 * @throws Error when Python can't read the file, with what it said.
 */
export async function compareWithPython(
  file: { readonly path: string; readonly format: 'csv' | 'ndjson' },
  posts: GeneratorOptions,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Verdict> {
  const python = spawn('python3', [script, file.format, file.path], { signal: options.signal });
  const said = Promise.all([text(python.stdout), text(python.stderr), exitOf(python)]);
  // A Python that gave up closes its end; what it said about that is the better error.
  await Promise.all([said, pipeline(Readable.from(truthChunks(posts)), python.stdin).catch(() => undefined)]);
  const [verdict, complaint, code] = await said;
  if (code !== 0) throw new Error(`Python could not compare the file: ${complaint.trim()}`);
  return JSON.parse(verdict) as Verdict;
}

const postsPerChunk = 500;

function* truthChunks(posts: GeneratorOptions): Generator<string> {
  let lines: string[] = [];
  for (const post of generatePosts(posts)) {
    if (lines.push(postJson(post), '\n') < 2 * postsPerChunk) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}

function exitOf(child: ReturnType<typeof spawn>): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
}
