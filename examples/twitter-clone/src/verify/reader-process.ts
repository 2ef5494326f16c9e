import type { ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Verdict } from './verdict.ts';

/** A file that is to be compared. */
export interface ComparedFile {
  readonly path: string;
  readonly format: 'csv' | 'ndjson';
  /** Resolves when the file is whole: until then a reader can work out what it expects. @default it is */
  readonly isWhole?: Promise<unknown> | undefined;
}

/**
 * Waits for the verdict of a reader: a process that works out what it expects, waits for the end of its standard input,
 * reads the file, and prints a verdict as JSON.
 *
 * @param isReady Resolves when its standard input can end.
 * @throws Error when it can't read the file, with what it said; what `isReady` rejects with
 */
export async function verdictOf(reader: ChildProcess, isReady: Promise<unknown>): Promise<Verdict> {
  const { stdin, stdout, stderr } = reader;
  if (stdin === null || stdout === null || stderr === null) throw new Error('A reader needs its three pipes.');
  // A reader that gave up closes its end; what it said about that is the better error.
  stdin.on('error', () => undefined);
  const said = Promise.all([text(stdout), text(stderr), exitOf(reader)]);
  try {
    await Promise.race([isReady, said]);
    stdin.end();
    const [verdict, complaint, code] = await said;
    if (code !== 0) throw new Error(`The file could not be compared: ${complaint.trim()}`);
    return JSON.parse(verdict) as Verdict;
  } finally {
    reader.kill('SIGKILL');
    await said.catch(() => undefined);
  }
}

/** @throws Error when it could not be started */
export function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
}
