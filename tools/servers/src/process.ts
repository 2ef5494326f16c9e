import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { guard } from './guard.ts';
import type { UnprivilegedUser } from './unprivileged-user.ts';

const POLL_MS = 100;
const STOP_GRACE_MS = 15_000;
const KILL_GRACE_MS = 5000;
const LOG_TAIL_LINES = 30;
const LOG_TAIL_CHARACTERS = 6000;

export interface ProcessOptions {
  /** For error messages: "Elasticsearch 9.2.0". */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Run as this user instead of one's own. */
  readonly user?: UnprivilegedUser | undefined;
  /** Takes everything the process prints. */
  readonly logFile: string;
  /** Asked every 100 ms; may throw while nothing answers yet. */
  readonly isReady: (signal: AbortSignal) => Promise<boolean>;
  readonly deadlineMs: number;
  /** Removed when the process has ended or could not start. */
  readonly temporaryDirectory?: string | undefined;
  /** Keeps the standard input open for `write`. */
  readonly hasCommands?: boolean | undefined;
}

export interface RunningProcess {
  readonly pid: number;
  readonly isRunning: () => boolean;
  /** Writes one line to the standard input; only with `hasCommands`. */
  readonly write: (line: string) => void;
  /** The last lines of the log. */
  readonly logTail: () => string;
  /** SIGTERM, after a grace SIGKILL, to the process and all its children. Idempotent. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a process and waits until it is ready.
 *
 * It leads a process group of its own that dies with this process, however that ends: see `guard`.
 *
 * @throws Error with the log's tail when it exits early or is not ready at the deadline; nothing is left behind then.
 */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const child = await spawnLogged(options);
  const pid = child.pid as number;
  const releaseGuard = guard(pid, options.temporaryDirectory);
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  const logTail = (): string => tail(options.logFile);

  const stopOnce = async (): Promise<void> => {
    await stopGroup(pid);
    releaseGuard();
    await removeTemporary(options);
  };
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    stopping ??= stopOnce();
    return stopping;
  };

  try {
    await waitUntilReady(options, isRunning);
  } catch (cause) {
    const message = `${options.name} did not start: ${(cause as Error).message} Its log ends with:\n${logTail()}`;
    await stop();
    throw new Error(message, { cause });
  }
  return { pid, isRunning, logTail, stop, write: (line) => void child.stdin?.write(`${line}\n`) };
}

async function spawnLogged(options: ProcessOptions): Promise<ChildProcess> {
  const log = openSync(options.logFile, 'a');
  try {
    const child = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: { ...options.env },
      detached: true,
      stdio: [options.hasCommands ? 'pipe' : 'ignore', log, log],
      ...(options.user && { uid: options.user.uid, gid: options.user.gid }),
    });
    child.stdin?.on('error', () => {});
    await once(child, 'spawn');
    // A caller that forgets to stop must still be able to end; the guard then cleans up.
    child.unref();
    (child.stdin as unknown as { unref(): void } | null)?.unref();
    return child;
  } catch (cause) {
    await removeTemporary(options);
    throw new Error(`Could not start ${options.name} ("${options.command}").`, { cause });
  } finally {
    closeSync(log);
  }
}

async function waitUntilReady(options: ProcessOptions, isRunning: () => boolean): Promise<void> {
  const signal = AbortSignal.timeout(options.deadlineMs);
  while (isRunning()) {
    if (await options.isReady(signal).catch(() => false)) return;
    if (signal.aborted) throw new Error(`it was not ready after ${options.deadlineMs / 1000} s.`);
    await sleep(POLL_MS);
  }
  throw new Error('it ended at once.');
}

async function stopGroup(groupId: number): Promise<void> {
  signalGroup(groupId, 'SIGTERM');
  if (await isGroupGone(groupId, STOP_GRACE_MS)) return;
  signalGroup(groupId, 'SIGKILL');
  // Nothing survives SIGKILL; in a container whose first process does not reap, a zombie keeps the group's number.
  await isGroupGone(groupId, KILL_GRACE_MS);
}

async function isGroupGone(groupId: number, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (signalGroup(groupId, 0)) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS / 4);
  }
  return true;
}

async function removeTemporary({ temporaryDirectory }: ProcessOptions): Promise<void> {
  if (temporaryDirectory) await rm(temporaryDirectory, { recursive: true, force: true });
}

/** False when no process of the group is left. */
function signalGroup(groupId: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-groupId, signal);
  } catch {
    return false;
  }
}

/** Empty when the log went with the temporary folder. */
function tail(file: string): string {
  if (!existsSync(file)) return '';
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n').slice(-LOG_TAIL_CHARACTERS);
}
