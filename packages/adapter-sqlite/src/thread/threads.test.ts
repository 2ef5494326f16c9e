import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/support/database.ts';
import type { DescribeTask } from './task.ts';
import { createThreads } from './threads.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase('CREATE TABLE t (a INTEGER)');
});
afterAll(() => database[Symbol.asyncDispose]());

const task = (sql = 'SELECT a FROM t'): DescribeTask => {
  return { kind: 'describe', path: database.path, busyTimeoutMs: 0, query: { sql } };
};
const endless = 'WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c';

describe('createThreads', () => {
  it('brings the result back', async () => {
    const columns = await createThreads(1).run(task(), new AbortController().signal);

    assert.deepEqual(columns, [{ path: 'a', type: 'number' }]);
  });

  it('brings a failure back with its code and with what was behind it', async () => {
    await assert.rejects(createThreads(1).run(task('SELECT b FROM t'), new AbortController().signal), {
      name: 'ExportEngineError',
      code: 'EXPORT_SOURCE_REJECTED',
      message: 'SQLite refused the statement: no such column: b.',
      cause: Object.assign(new Error('no such column: b'), {
        code: 'ERR_SQLITE_ERROR',
        errcode: 1,
        errstr: 'SQL logic error',
      }),
    });
  });

  it('runs no more tasks at once than it may, and all of them in the end', async () => {
    const threads = createThreads(2);
    const { signal } = new AbortController();
    let most = 0;
    let running = 10;
    const run = async (): Promise<void> => {
      await threads.run(task(), signal);
      running -= 1;
    };
    const watch = async (): Promise<void> => {
      while (running > 0) {
        most = Math.max(most, (await threadsOfThisProcess()).length);
        await sleep(1);
      }
    };

    await Promise.all([watch(), ...Array.from({ length: running }, run)]);

    assert.ok(most <= 2, `${most} threads at once`);
  });

  it('gives a place back after a failure and after an abort, also of a task that still waits', async () => {
    const threads = createThreads(1);
    const { signal } = new AbortController();
    const controller = new AbortController();
    const reason = new Error('no longer wanted');
    const file = join(database.folder, 'rows');

    const running = threads.run({ ...task(endless), kind: 'copy', file, maxBytes: 1_000_000_000 }, controller.signal);
    const waiting = threads.run(task(), controller.signal);
    const failing = threads.run(task('SELECT b FROM t'), signal);
    setTimeout(() => controller.abort(reason), 100);

    await Promise.all([
      assert.rejects(running, (error) => error === reason),
      assert.rejects(waiting, (error) => error === reason),
      assert.rejects(failing, { code: 'EXPORT_SOURCE_REJECTED' }),
    ]);
    assert.equal((await threads.run(task(), signal)).length, 1);
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  });

  it('leaves no listener on a signal that outlives many tasks', async () => {
    const threads = createThreads(4);
    const { signal } = new AbortController();

    await Promise.all(Array.from({ length: 20 }, () => threads.run(task(), signal)));

    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });
});

/** The threads of sources, by the names they have in the system, where it tells. */
async function threadsOfThisProcess(): Promise<readonly string[]> {
  const ids = await readdir('/proc/self/task').catch(() => []);
  const names = await Promise.all(ids.map((id) => readFile(`/proc/self/task/${id}/comm`, 'utf8').catch(() => '')));
  return names.filter((name) => name.startsWith('sqlite-source'));
}
