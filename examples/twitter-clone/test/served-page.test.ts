import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { readPageFiles } from '../src/api/page/page-files.ts';
import { pageRoutes } from '../src/api/page/page-routes.ts';

describe('the page, as it is served', () => {
  let folder: string;
  let routes: Hono;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'export-engine-test-'));
    await mkdir(join(folder, 'page', 'assets'), { recursive: true });
    await writeFile(join(folder, 'page', 'index.html'), '<!doctype html>');
    await writeFile(join(folder, 'page', 'assets', 'index-1a2b.js'), 'run();');
    await writeFile(join(folder, 'secret'), 'secret');
    routes = pageRoutes(await readPageFiles(join(folder, 'page')));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['/', 'text/html; charset=utf-8', 'no-cache', '<!doctype html>'],
    ['/index.html', 'text/html; charset=utf-8', 'no-cache', '<!doctype html>'],
    ['/exports/some-id', 'text/html; charset=utf-8', 'no-cache', '<!doctype html>'],
    ['/assets/index-1a2b.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable', 'run();'],
  ])('answers %s', async (path, type, caching, body) => {
    const answer = await routes.request(path);

    assert.deepEqual(
      [answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control'), await answer.text()],
      [200, type, caching, body],
    );
  });

  it('runs nothing but its own files, and is shown in no other page', async () => {
    const { headers } = await routes.request('/');
    const policy = headers.get('content-security-policy') ?? '';

    for (const rule of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "connect-src 'self'"]) {
      assert.ok(policy.split('; ').includes(rule), rule);
    }
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  });

  it('is not sent again to whom has it', async () => {
    const tag = (await routes.request('/')).headers.get('etag') ?? '';
    const answer = await routes.request('/', { headers: { 'if-none-match': tag } });

    assert.deepEqual([answer.status, await answer.text()], [304, '']);
  });

  it.each(['/assets/gone.js', '/favicon.ico', '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt'])(
    'has nothing at %s',
    async (path) => {
      assert.equal((await routes.request(`http://localhost${path}`)).status, 404);
    },
  );

  it('says how it is built where it is not', async () => {
    const answer = await pageRoutes(new Map()).request('/');

    assert.equal(answer.status, 404);
    assert.match(await answer.text(), /npm run demo/);
  });
});
