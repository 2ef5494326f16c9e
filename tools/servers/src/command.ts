import { spawn } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** How much of a failed command's output goes into the error. */
const OUTPUT_TAIL_CHARACTERS = 4000;

export interface CommandOptions {
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/**
 * Runs a command to its end and gives back what it printed.
 *
 * @throws Error with the end of the output when the command cannot start or does not exit with 0.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);

  const line = [command, ...args].join(' ');
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(new Error(`Could not start "${line}".`, { cause })));
    child.once('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`"${line}" ended with ${signal ?? code}.\n${output.slice(-OUTPUT_TAIL_CHARACTERS)}`));
    });
  });
}

/** The real path of a program on PATH, or undefined. */
export function findProgram(name: string): string | undefined {
  for (const directory of (process.env['PATH'] ?? '').split(delimiter)) {
    const candidate = join(directory, name);
    try {
      accessSync(candidate, constants.X_OK);
      return realpathSync(candidate);
    } catch {
      // Not in this folder: try the next.
    }
  }
  return undefined;
}
