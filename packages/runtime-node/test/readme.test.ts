import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { freePort } from './support/free-port.ts';

const readme = fileURLToPath(new URL('../README.md', import.meta.url));
const cookie = { cookie: 'session=s1' };

describe('the example of the README', () => {
  let folder = '';
  let program = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'readme-'));
    await mkdir(join(folder, 'data'));
    const database = new DatabaseSync(join(folder, 'data', 'posts.db'));
    database.exec(`
      CREATE TABLE posts (id INTEGER PRIMARY KEY, author TEXT, text TEXT);
      INSERT INTO posts (author, text) VALUES ('ada', 'hello'), ('bob', 'no'), ('ada', 'bye');
    `);
    database.close();
    // Inside the repository, so that its imports are found.
    program = fileURLToPath(new URL(`../../../.tsbuild/readme/${randomUUID()}.ts`, import.meta.url));
    const [, code = ''] = /```ts\n(.*?)```/s.exec(await readFile(readme, 'utf8')) ?? [];
    await mkdir(dirname(program), { recursive: true });
    await writeFile(program, code);
  });
  afterEach(async () => {
    await rm(program, { force: true });
    await rm(folder, { recursive: true, force: true });
  });

  it('serves an export from the request to the file, and stops when it is told', { timeout: 60_000 }, async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const child = spawn(process.execPath, ['--conditions=@export-engine/source', program], {
      cwd: folder,
      env: { ...process.env, PORT: String(port), EXPORT_SECRET: randomBytes(32).toString('hex') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(child.stdout, 'data');

      const started = await fetch(`${url}/exports`, {
        method: 'POST',
        headers: { ...cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ author: 'ada' }),
      });
      assert.equal(started.status, 202);
      const address = `${url}${started.headers.get('location')}`;
      while ((await stateAt(address)) !== 'completed') await pause(20);
      const file = await fetch(`${address}/file`, { headers: cookie });

      assert.equal(await file.text(), 'id,author,text\r\n1,ada,hello\r\n3,ada,bye\r\n');
      assert.match(file.headers.get('content-disposition') ?? '', /posts of ada\.csv/);
      assert.equal((await fetch(address)).status, 401);
      assert.equal((await fetch(`${url}/health/ready`)).status, 200);
      child.kill('SIGTERM');
      assert.deepEqual(await once(child, 'exit'), [0, null]);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

async function stateAt(address: string): Promise<string> {
  const response = await fetch(address, { headers: cookie });
  return ((await response.json()) as { readonly state: string }).state;
}
