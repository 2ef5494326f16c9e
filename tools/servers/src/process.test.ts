import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type ProcessOptions, startProcess } from './process.ts';

const FIXTURE = fileURLToPath(new URL('../test/fixtures/start-and-wait.ts', import.meta.url));

async function shell(script: string, options: Partial<ProcessOptions> = {}): Promise<ProcessOptions> {
  const directory = await mkdtemp(join(tmpdir(), 'export-engine-process-'));
  return {
    name: 'the shell',
    command: '/bin/sh',
    args: ['-c', script],
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '' },
    logFile: join(directory, 'log'),
    isReady: async () => true,
    deadlineMs: 5000,
    temporaryDirectory: directory,
    ...options,
  };
}

/** Zombies do not count: they hold nothing, and a container's first process may take its time to reap them. */
function isGroupAlive(groupId: number): boolean {
  return processStates().some(({ group, state }) => group === groupId && state !== 'Z');
}

/** From /proc where there is one: slim container images come without `ps`. */
function processStates(): readonly { readonly group: number; readonly state: string }[] {
  if (existsSync('/proc/self/stat')) return readdirSync('/proc').flatMap(procState);
  const lines = execFileSync('ps', ['-eo', 'pgid=,stat='], { encoding: 'utf8' }).trim().split('\n');
  return lines.map((line) => {
    const [group, state = 'Z'] = line.trim().split(/\s+/);
    return { group: Number(group), state: state.charAt(0) };
  });
}

/** `pid (command) state ppid pgrp …`; the command may hold blanks and parentheses. */
function procState(pid: string): { group: number; state: string }[] {
  if (!/^\d+$/.test(pid)) return [];
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = 'Z', , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [{ group: Number(group), state }];
  } catch {
    // It ended since it was listed.
    return [];
  }
}

describe('startProcess', () => {
  it('waits until the process is ready', async () => {
    let asked = 0;
    const isReady = async (): Promise<boolean> => ++asked >= 3;

    const running = await startProcess(await shell('exec sleep 60', { isReady }));

    expect(asked).toBe(3);
    expect(running.isRunning()).toBe(true);
    await running.stop();
  });

  it('counts a throwing readiness check as not ready yet', async () => {
    let asked = 0;
    const isReady = async (): Promise<boolean> => {
      if (++asked < 2) throw new Error('connection refused');
      return true;
    };

    const running = await startProcess(await shell('exec sleep 60', { isReady }));

    expect(asked).toBe(2);
    await running.stop();
  });

  it('stops the process with its children, removes the temporary folder, and may be called twice', async () => {
    const options = await shell('sleep 60 & sleep 60 & wait');
    const running = await startProcess(options);

    await Promise.all([running.stop(), running.stop()]);

    expect(isGroupAlive(running.pid)).toBe(false);
    expect(existsSync(options.temporaryDirectory ?? '')).toBe(false);
  });

  it('passes lines to the standard input and keeps what is printed in the log', async () => {
    const running = await startProcess(
      await shell('read line; echo "got $line"; exec sleep 60', { hasCommands: true }),
    );

    running.write('hello');

    await vi.waitFor(() => expect(running.logTail()).toContain('got hello'));
    await running.stop();
  });

  it('fails with the end of the log when the process ends early, and leaves nothing behind', async () => {
    const options = await shell('echo no such setting; exit 3', { isReady: async () => false });

    await expect(startProcess(options)).rejects.toThrow(/the shell did not start: it ended at once.*no such setting/s);

    expect(existsSync(options.temporaryDirectory ?? '')).toBe(false);
  });

  it('fails at the deadline and leaves no process', async () => {
    const options = await shell('echo $$; exec sleep 60', { isReady: async () => false, deadlineMs: 300 });

    const error: Error = await startProcess(options).then(
      () => expect.unreachable(),
      (reason) => reason,
    );

    expect(error.message).toContain('it was not ready after 0.3 s');
    expect(isGroupAlive(Number(/\d+$/.exec(error.message)?.[0]))).toBe(false);
  });

  it('fails when the program does not exist', async () => {
    await expect(startProcess(await shell('', { command: '/no/such/program' }))).rejects.toThrow(
      'Could not start the shell',
    );
  });
});

/** The guard gives ten seconds to end gently; these processes need none, but the machine may be busy. */
const GUARD_WAIT = { timeout: 12_000, interval: 100 };

describe('the guard', { timeout: 30_000 }, () => {
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT'] as const) {
    it(`ends the process and removes its folder when the parent dies of ${signal}`, async () => {
      const parent = spawn(process.execPath, [FIXTURE], { stdio: ['ignore', 'pipe', 'inherit'] });
      onTestFinished(() => void parent.kill('SIGKILL'));
      const [line] = (await once(createInterface(parent.stdout), 'line')) as [string];
      const { pid, directory } = JSON.parse(line) as { pid: number; directory: string };
      expect(isGroupAlive(pid)).toBe(true);

      parent.kill(signal);

      await vi.waitFor(() => expect(isGroupAlive(pid)).toBe(false), GUARD_WAIT);
      await vi.waitFor(() => expect(existsSync(directory)).toBe(false), GUARD_WAIT);
    });
  }
});
