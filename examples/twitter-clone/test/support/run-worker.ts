import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ExportStatus } from '@export-engine/core';
import type { ExportJob, WorkerMessage } from './export-job.ts';

const script = fileURLToPath(new URL('export-worker.ts', import.meta.url));

/** Runs a job in a process of its own, to its end. @throws Error when the process fails or exports anything but one file. */
export async function runWorker(
  job: ExportJob,
): Promise<{ readonly status: ExportStatus; readonly peakRssBytes: number }> {
  const worker = spawnWorker(job);
  let ended: Extract<WorkerMessage, { type: 'ended' }> | undefined;
  for await (const message of worker.messages) if (message.type === 'ended') ended = message;
  const [code] = await worker.exited;
  const [status, ...others] = ended?.statuses ?? [];
  if (code !== 0 || ended === undefined || status === undefined || others.length > 0) {
    throw new Error(`The worker ended with ${code} and ${others.length + (status ? 1 : 0)} exports.`);
  }
  return { status, peakRssBytes: ended.peakRssBytes };
}

/** An instant in a worker's life: so long after it has told this. */
export interface KillInstant {
  readonly after: 'ready' | 'reading';
  readonly ms: number;
}

/** Runs a job and kills its process at this instant, if it lives to see it. */
export async function killWorker(job: ExportJob, { after, ms }: KillInstant): Promise<void> {
  const worker = spawnWorker(job);
  for await (const { type } of worker.messages) {
    if (type === after) void sleep(ms).then(worker.kill);
  }
  const [code, signal] = await worker.exited;
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`The worker failed by itself, with ${signal ?? code}.`);
}

interface Worker {
  readonly messages: AsyncIterable<WorkerMessage>;
  readonly exited: Promise<readonly unknown[]>;
  readonly kill: () => void;
}

function spawnWorker(job: ExportJob): Worker {
  const child = spawn(process.execPath, ['--conditions=@export-engine/source', script, JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  return { messages: messagesOf(child.stdout), exited, kill: () => void child.kill('SIGKILL') };
}

/** A killed process can leave half a line. */
async function* messagesOf(output: NodeJS.ReadableStream): AsyncGenerator<WorkerMessage> {
  for await (const line of createInterface({ input: output })) {
    if (line.endsWith('}')) yield JSON.parse(line) as WorkerMessage;
  }
}
