import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, it } from 'vitest';
import { runProgram } from './run-program.ts';

const timeoutMs = 20_000;
const { signal } = new AbortController();

describe('runProgram', () => {
  it('tells how long a program took', async () => {
    const command = [process.execPath, '-e', 'setTimeout(() => {}, 300)'] as const;

    const seconds = await runProgram({ command, timeoutMs, signal });

    assert.ok(seconds >= 0.3 && seconds < 20);
  });

  it('fails with the end of what a failed program printed', async () => {
    const command = [process.execPath, '-e', 'console.error("no such index"); process.exit(3)'] as const;

    await assert.rejects(runProgram({ command, timeoutMs, signal }), /ended with 3\.\nno such index/);
  });

  it('kills a program that does not end', async () => {
    const command = [process.execPath, '-e', 'setInterval(() => {}, 1000)'] as const;

    await assert.rejects(runProgram({ command, timeoutMs: 300, signal }), /SIGKILL/);
  });

  it('kills it and rejects with the reason when it is aborted, and listens no longer', async () => {
    const aborter = new AbortController();
    const reason = new Error('enough');
    const command = [process.execPath, '-e', 'setInterval(() => {}, 1000)'] as const;

    const running = runProgram({ command, timeoutMs, signal: aborter.signal });
    setTimeout(() => aborter.abort(reason), 200);

    await assert.rejects(running, reason);
    assert.equal(getEventListeners(aborter.signal, 'abort').length, 0);
  });

  it('fails when there is no such program', async () => {
    await assert.rejects(runProgram({ command: ['/no/such/program'], timeoutMs, signal }), /ENOENT/);
  });
});
