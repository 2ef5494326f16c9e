import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { openCpuLimit, signals } from './cpu-limit.ts';
import { runProgram } from './run-program.ts';

const cpus = 0.25;
const timeoutMs = 30_000;
const { signal } = new AbortController();
/** Is busy for a second and a half, and fails when it got more than two fifths of that. */
const burn = `
  const before = process.cpuUsage();
  const end = performance.now() + 1500;
  while (performance.now() < end);
  const { user, system } = process.cpuUsage(before);
  process.exitCode = (user + system) / 1000 < 1500 * 0.4 ? 0 : 3;
`;

describe.runIf(process.platform === 'linux')('a CPU limit', () => {
  it.each([
    ['by signals', () => signals(cpus)],
    ['by what this machine allows', () => openCpuLimit(cpus)],
  ])('holds a busy process down, %s', async (_how, open) => {
    const limit = open();
    try {
      const command = [process.execPath, '-e', burn] as const;

      await runProgram({ command, limit, timeoutMs, signal });
    } finally {
      limit.close();
    }
  });

  it('is over as soon as the process is', async () => {
    const limit = signals(cpus);

    const seconds = await runProgram({ command: [process.execPath, '-e', ''], limit, timeoutMs, signal });

    assert.ok(seconds < 10);
  });
});
