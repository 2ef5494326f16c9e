import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

type ProgramName = 'complete-file' | 'count-up' | 'export-rows' | 'store-files' | 'try-sink';

const programs: Readonly<Record<ProgramName, URL>> = {
  'complete-file': new URL('../programs/complete-file.ts', import.meta.url),
  'count-up': new URL('../programs/count-up.ts', import.meta.url),
  'export-rows': new URL('../programs/export-rows.ts', import.meta.url),
  'store-files': new URL('../programs/store-files.ts', import.meta.url),
  'try-sink': new URL('../programs/try-sink.ts', import.meta.url),
};

/** Another Node process that runs one of the programs. */
export interface Program {
  readonly process: ChildProcess;
  /** What it has printed so far, line by line. */
  readonly lines: readonly string[];
  /** Resolves when it has ended and all it printed is in `lines`. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

export interface ProgramOptions {
  /** Put before the program, for example `['bash', '-c', 'ulimit -f 100; exec "$@"', '-']`. */
  readonly wrapper?: readonly string[];
  /** User to run as, when this process is root. */
  readonly uid?: number;
}

/** Starts a program on the package's sources, with JSON as its only argument. */
export function startProgram(name: ProgramName, input: object, options: ProgramOptions = {}): Program {
  const { wrapper = [], uid } = options;
  const path = fileURLToPath(programs[name]);
  const node = [process.execPath, '--conditions=@export-engine/source', path, JSON.stringify(input)];
  const [command = '', ...args] = [...wrapper, ...node];
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const lines: string[] = [];
  const printed = once(
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(line)),
    'close',
  );
  const ended = once(child, 'close').then(async ([code, signal]) => {
    await printed;
    return { code: code as number | null, signal: signal as NodeJS.Signals | null };
  });
  return { process: child, lines, ended };
}

/** Runs a program to its end and reads the JSON of its last line. @throws Error when it fails */
export async function runProgram<Output>(name: ProgramName, input: object, options?: ProgramOptions): Promise<Output> {
  const program = startProgram(name, input, options);
  const { code, signal } = await program.ended;
  if (code !== 0) throw new Error(`${name} ended with ${signal ?? code}.`);
  return JSON.parse(program.lines.at(-1) ?? 'null') as Output;
}
