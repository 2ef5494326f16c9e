import { Worker } from 'node:worker_threads';
import { createSlots, ExportEngineError } from '@export-engine/core';
import { threadProgram } from './program.generated.ts';
import type { Task, TaskAnswer, TaskFailure, TaskResults } from './task.ts';

/** Runs tasks, each in a thread of its own. */
export interface Threads {
  /**
   * Waits for a free place, then for the task.
   *
   * @throws ExportEngineError what the task failed with; `signal.reason` once the thread has ended: SQLite finishes the
   * step it is in.
   */
  run<Kind extends Task['kind']>(task: Task & { readonly kind: Kind }, signal: AbortSignal): Promise<TaskResults[Kind]>;
}

/**
 * SQLite's calls are synchronous, and the first row of a sorted result can take seconds: here they hold up nobody but
 * their own thread.
 */
export function createThreads(maxThreads: number): Threads {
  const slots = createSlots(maxThreads);

  return {
    async run<Kind extends Task['kind']>(task: Task & { readonly kind: Kind }, signal: AbortSignal) {
      await slots.take(signal);
      try {
        const answer = await answerOf<Kind>(task, signal);
        if ('result' in answer) return answer.result;
        throw errorOf(answer.failure);
      } finally {
        slots.giveBack();
      }
    },
  };
}

async function answerOf<Kind extends Task['kind']>(task: Task, signal: AbortSignal): Promise<TaskAnswer<Kind>> {
  signal.throwIfAborted();
  const worker = startWorker(task);
  let onAbort: (() => void) | undefined;
  try {
    return await new Promise<TaskAnswer<Kind>>((resolve, reject) => {
      onAbort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort, { once: true });
      worker.once('message', resolve);
      worker.once('error', (cause) => reject(died(cause)));
      worker.once('exit', () => reject(died()));
    });
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}

/**
 * The program is a text, for there may be no file to start: this package is bundled into other people's single files. It
 * starts clean, without the flags and the environment of this process, whose loaders it does not need.
 */
function startWorker(task: Task): Worker {
  try {
    return new Worker(threadProgram, {
      eval: true,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: {},
      name: 'sqlite-source',
      workerData: task,
    });
  } catch (cause) {
    throw died(cause);
  }
}

function errorOf({ code, message, cause }: TaskFailure): ExportEngineError {
  if (cause === undefined) return new ExportEngineError(code, message);
  return new ExportEngineError(code, message, { cause: Object.assign(new Error(cause.message), cause) });
}

function died(cause?: unknown): ExportEngineError {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_UNKNOWN_BUILTIN_MODULE') {
    return new ExportEngineError('EXPORT_SOURCE_REJECTED', 'This version of Node has no node:sqlite.', { cause });
  }
  return new ExportEngineError('EXPORT_SOURCE_UNAVAILABLE', 'The thread that reads the database ended early.', {
    cause,
  });
}
