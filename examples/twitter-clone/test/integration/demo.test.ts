import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'vitest';
import type { OwnedExport } from '../../src/demo/export-once.ts';
import { freePort } from '../../src/demo/free-port.ts';
import { type ApiClient, apiClient, eventually, signIn } from '../support/api-client.ts';
import { type DemoProcess, startDemo } from '../support/demo-process.ts';

describe('the demo', () => {
  let folder: string;
  let demos: DemoProcess[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'export-engine-test-'));
    demos = [];
  });
  afterEach(async () => {
    for (const demo of demos) demo.kill('SIGKILL');
    await Promise.all(demos.map((demo) => demo.ended()));
    await rm(folder, { recursive: true });
  });

  function demo(args: readonly string[], environment?: NodeJS.ProcessEnv): DemoProcess {
    const started = startDemo(['--data', folder, ...args], environment);
    demos.push(started);
    return started;
  }

  it('seeds once, exports all posts once over HTTP, and has another reader verify each row', async () => {
    const first = await demo(['--once', '--posts', '3000']).ended();
    const second = await demo(['--once', '--posts', '3000']).ended();

    assert.match(first.shown, /Seeding {3}3,000 of 3,000 rows/);
    assert.doesNotMatch(second.shown, /Seeding/);
    for (const { shown, code } of [first, second]) {
      assert.equal(code, 0, shown);
      assert.match(shown, /Exporting 3,000 of 3,000 rows/);
      assert.match(shown, /rows {9}3,000\n {2}bytes {8}[\d,]{7,}\n {2}rows\/s/);
      assert.match(shown, /link {9}http:\/\/127\.0\.0\.1:\d+\/files\/\S+/);
      assert.match(shown, /Verified by .*: 3,000 rows, each equal to its post/);
    }
  });

  it('verifies by csv-parse where there is no Python', async () => {
    const { shown, code } = await demo(['--once', '--posts', '3000'], { PATH: folder }).ended();

    assert.match(shown, /Verified by csv-parse: 3,000 rows/);
    assert.equal(code, 0);
  });

  it('goes on serving after --once when asked to, and stops at Ctrl-C', async () => {
    const keeping = demo(['--once', '--keep', '--posts', '1000']);
    const shown = await keeping.until(/Ctrl-C stops it/);
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+$/m.exec(shown) ?? [];
    const page = await fetch(url);
    keeping.kill('SIGINT');
    const { code } = await keeping.ended();

    assert.match(await page.text(), /<!doctype html>/i);
    assert.equal(code, 0);
    await assert.rejects(fetch(url), 'It still listens.');
  });

  it('says that its port is taken, and is at another; one that was asked for is an error', async () => {
    const blocker = createServer();
    const port = await new Promise<number>((resolve) => {
      blocker.listen(4580, '127.0.0.1', () => resolve(4580)).once('error', () => resolve(4580));
    });
    try {
      const other = demo(['--posts', '1000']);
      const shown = await other.until(/Ctrl-C stops it/);
      const { shown: complaint, code } = await demo(['--posts', '1000', '--port', `${port}`]).ended();

      assert.match(shown, /Port 4580 is taken/);
      assert.doesNotMatch(shown, /is at http:\/\/127\.0\.0\.1:4580$/m);
      assert.match(complaint, /4580 is in use/);
      assert.equal(code, 1);
    } finally {
      blocker.close();
    }
  });

  it('starts anew with posts whose seeding was interrupted or killed', async () => {
    for (const [signal, expected] of [
      ['SIGINT', 130],
      ['SIGKILL', null],
    ] as const) {
      const interrupted = demo(['--once', '--posts', '400000']);
      await interrupted.until(/Seeding/);
      interrupted.kill(signal);
      assert.equal((await interrupted.ended()).code, expected);
    }
    const { shown, code } = await demo(['--once', '--posts', '2000']).ended();

    assert.equal(code, 0, shown);
    assert.match(shown, /Verified by .*: 2,000 rows/);
  });

  it('finishes after a SIGKILL what it had begun, with the same bytes', async () => {
    const port = await freePort(0);
    const url = `http://127.0.0.1:${port}`;
    const args = ['--posts', '100000', '--port', `${port}`];
    const killed = demo(args, { TWITTER_CLONE_ROWS_PER_SECOND: '25000' });
    await killed.until(/Ctrl-C stops it/);
    let ada = await signIn(url, 'ada');
    const { id } = await start(ada);
    await eventually(async () => ((await status(ada, id)).progress.rows > 40_000 ? true : undefined));
    killed.kill('SIGKILL');
    await killed.ended();

    await demo(args).until(/Ctrl-C stops it/);
    ada = apiClient(url, ada.token);
    const resumed = await eventuallyCompleted(ada, id);
    const whole = await eventuallyCompleted(ada, (await start(ada)).id);
    assert.equal(resumed.progress.rows, 100_000);
    assert.equal(await digest(ada, id), await digest(ada, whole.id));
  });

  it('explains itself and ends', async () => {
    const { shown, code } = await demo(['--help']).ended();

    assert.match(shown, /Usage: npm run demo/);
    assert.equal(code, 0);
  });

  it('refuses a wrong command line in one sentence', async () => {
    const { shown, code } = await demo(['--posts', 'many']).ended();

    assert.equal(shown, '--posts must be an integer from 1 to 10000000; got "many".');
    assert.equal(code, 1);
  });
});

async function start(client: ApiClient): Promise<OwnedExport> {
  const answer = await client.post('/api/exports', { search: {}, tell: 'direct' });
  assert.equal(answer.status, 202);
  return (await answer.json()) as OwnedExport;
}

async function status(client: ApiClient, id: string): Promise<OwnedExport> {
  return (await (await client.get(`/api/exports/${id}`)).json()) as OwnedExport;
}

async function eventuallyCompleted(client: ApiClient, id: string): Promise<OwnedExport> {
  return eventually(async () => {
    const seen = await status(client, id);
    assert.notEqual(seen.state, 'failed', seen.failure?.message);
    return seen.state === 'completed' ? seen : undefined;
  }, 60_000);
}

async function digest(client: ApiClient, id: string): Promise<string> {
  const link = (await client.get(`/api/exports/${id}/file`)).headers.get('location') ?? '';
  const file = await (await fetch(link)).bytes();
  return createHash('sha256').update(file).digest('hex');
}
