import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, it } from 'vitest';
import { describeOnRealPair } from '../support/real-pair.ts';

const script = fileURLToPath(new URL('../../src/demo.ts', import.meta.url));

describeOnRealPair(() => {
  describe('the demo', () => {
    let demo: ChildProcess;
    afterEach(() => {
      demo.kill('SIGKILL');
    });

    it('verifies its file, keeps its servers when asked to, and stops them at Ctrl-C', async () => {
      demo = start('--posts', '3000', '--partitions', '2', '--keep');
      const shown = await linesUntil(demo, /keep running until Ctrl-C/);
      const link = /link +(http\S+)/.exec(shown)?.[1] ?? '';
      const file = await (await fetch(link)).text();
      demo.kill('SIGINT');
      const [code] = await once(demo, 'exit');

      assert.match(shown, /Exporting 3,000 of 3,000 rows/);
      assert.match(shown, /Verified by .*: 3,000 rows/);
      assert.ok(file.startsWith('PostID,UserID,DateCreated,Content,Tags\r\n'));
      assert.equal(code, 0);
      await assert.rejects(fetch(link), 'The S3 server is still there.');
    });

    it('stops what it started when it is interrupted in the middle', async () => {
      demo = start('--posts', '500000');
      await linesUntil(demo, /Loading/);
      demo.kill('SIGINT');
      const shown = linesUntil(demo, /Stopping the servers/);
      const [code] = await once(demo, 'exit');

      assert.match(await shown, /Stopping the servers/);
      assert.equal(code, 130);
    });

    it('explains itself and ends', async () => {
      demo = start('--help');
      const shown = await linesUntil(demo, /--help /);
      const [code] = await once(demo, 'exit');

      assert.match(shown, /Usage: npm run demo/);
      assert.equal(code, 0);
    });
  });
});

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, ['--conditions=@export-engine/source', script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** What a process prints, up to the line that is waited for. */
async function linesUntil({ stdout }: ChildProcess, wanted: RegExp): Promise<string> {
  assert.ok(stdout);
  const lines: string[] = [];
  const reader = createInterface({ input: stdout });
  for await (const line of reader) {
    lines.push(line);
    if (wanted.test(line)) return lines.join('\n');
  }
  throw new Error(`The demo ended without ${wanted}:\n${lines.join('\n')}`);
}
