import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process that a test has started. It is killed at the end of the test. */
export interface Script extends AsyncDisposable {
  /** Resolves when the script has written a line. */
  said(line: string): Promise<void>;
  /** Kills it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts a script in a process of its own, on the packages' sources. */
export function runScript(script: URL, ...parameters: readonly string[]): Script {
  const flags = ['--conditions=@export-engine/source'];
  const process_ = spawn(process.execPath, [...flags, fileURLToPath(script), ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  process_.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const kill = (): Promise<void> => killAndWait(process_);
  return {
    async said(line) {
      while (!output.split('\n').includes(line)) await once(process_.stdout, 'data');
    },
    kill,
    [Symbol.asyncDispose]: kill,
  };
}

async function killAndWait(process_: ChildProcess): Promise<void> {
  if (process_.exitCode !== null || process_.signalCode !== null) return;
  const exit = once(process_, 'exit');
  process_.kill('SIGKILL');
  await exit;
}
