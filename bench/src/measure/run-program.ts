import { spawn } from 'node:child_process';
import type { CpuLimit } from './cpu-limit.ts';

/** How much of what a failed program printed goes into the error. */
const outputTailCharacters = 4000;

export interface ProgramRun {
  readonly command: readonly [string, ...string[]];
  readonly limit?: CpuLimit | undefined;
  /** After this it is killed. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Runs a program to its end in a fresh process.
 *
 * @returns the seconds it took, from its start to its end
 * @throws Error with the end of its output when it does not exit with 0; the signal's reason
 */
export async function runProgram({ command, limit, timeoutMs, signal }: ProgramRun): Promise<number> {
  signal.throwIfAborted();
  const [file, ...args] = [...(limit?.prefix ?? []), ...command] as [string, ...string[]];
  const startedAt = performance.now();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const detach = child.pid === undefined ? undefined : limit?.attach(child.pid);
  const kill = (): void => void child.kill('SIGKILL');
  const timer = setTimeout(kill, timeoutMs);
  signal.addEventListener('abort', kill);
  let output = '';
  const keepTail = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-outputTailCharacters);
  };
  child.stdout.on('data', keepTail);
  child.stderr.on('data', keepTail);
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, killedBy) => {
        if (code === 0) resolve();
        else reject(new Error(`It ended with ${killedBy ?? code}.\n${output}`));
      });
    });
    return (performance.now() - startedAt) / 1000;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', kill);
    detach?.();
  }
}
