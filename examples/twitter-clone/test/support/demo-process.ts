import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../src/demo.ts', import.meta.url));

/** The demo as a process of its own. */
export interface DemoProcess {
  /** What it has printed, up to the line that is waited for. @throws AssertionError when it ends without it */
  until(line: RegExp): Promise<string>;
  /** All that it prints, and the exit code. */
  ended(): Promise<{ readonly shown: string; readonly code: number | null }>;
  kill(signal: NodeJS.Signals): void;
}

export function startDemo(args: readonly string[], environment: NodeJS.ProcessEnv = {}): DemoProcess {
  const child = spawn(process.execPath, ['--conditions=@export-engine/source', script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
  const exited = once(child, 'close') as Promise<[number | null]>;

  return {
    async until(wanted) {
      const isThere = (): boolean => lines.some((line) => wanted.test(line));
      let hasEnded = false;
      void exited.then(() => {
        hasEnded = true;
      });
      while (!(isThere() || hasEnded)) await Promise.race([once(reader, 'line'), exited]);
      assert.ok(isThere(), `It ended without ${wanted}:\n${lines.join('\n')}`);
      return lines.join('\n');
    },
    async ended() {
      const [code] = await exited;
      return { shown: lines.join('\n'), code };
    },
    kill: (signal) => void child.kill(signal),
  };
}
