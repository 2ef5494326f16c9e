import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ProcessMeasures, ServerProcessOptions, ToChild, ToParent } from './process-messages.ts';

/** A server in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  /** Sends a signal and waits for the end. @returns the exit code, or the signal that ended it */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>;
  beginMeasuring(): void;
  endMeasuring(): Promise<ProcessMeasures>;
}

const program = fileURLToPath(new URL('./server-process.ts', import.meta.url));

/** Starts the server; it ends with this process, however that ends. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--conditions=@export-engine/source', program, JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const { url } = await messageOf(child, 'started');

  return {
    url,
    async end(signal) {
      if (child.exitCode !== null) return child.exitCode;
      if (child.signalCode !== null) return child.signalCode;
      const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
      child.kill(signal);
      const [code, endedBy] = await exited;
      return code ?? endedBy ?? 'SIGKILL';
    },
    beginMeasuring: () => send(child, { type: 'begin-measuring' }),
    async endMeasuring() {
      const measured = messageOf(child, 'measured');
      send(child, { type: 'end-measuring' });
      return (await measured).measures;
    },
  };
}

function send(child: ChildProcess, message: ToChild): void {
  child.send(message);
}

async function messageOf<Type extends ToParent['type']>(
  child: ChildProcess,
  type: Type,
): Promise<Extract<ToParent, { readonly type: Type }>> {
  const over = new AbortController();
  const { signal } = over;
  try {
    const exited = once(child, 'exit', { signal }).then(([code]) => {
      throw new Error(`The server process ended with ${String(code)}.`);
    });
    const answered = (once(child, 'message', { signal }) as Promise<[ToParent]>).then(([message]) => message);
    const message = await Promise.race([answered, exited]);
    if (message.type !== type) throw new Error(`The server process said "${message.type}".`);
    return message as Extract<ToParent, { readonly type: Type }>;
  } finally {
    over.abort();
  }
}
