import assert from 'node:assert/strict';
import { mkdtemp, readdir, readlink, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { crc32, type SinkTarget } from '@export-engine/core';
import { fileNameFromHeader } from '@export-engine/core/testing';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { type FileLinkHandlerOptions, fileLinkHandler } from './file-link-handler.ts';
import { filesystemSink } from './filesystem-sink.ts';

const { signal } = new AbortController();
const secret = 'a secret of 32 characters or more';
const origin = 'https://example.com';
const text = Buffer.from('id\r\n1\r\n2\r\n');
const target: SinkTarget = {
  key: 'exports/größe 1%.csv',
  mediaType: 'text/csv; charset=utf-8',
  fileName: 'Übersicht.csv',
  token: 'my-token',
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-link-handler-'));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

/** Stores a file and makes a link to it. */
async function linkTo(bytes: Uint8Array, baseUrl = `${origin}/files`): Promise<string> {
  const sink = filesystemSink({ folder, links: { baseUrl, secret } });
  const file = await sink.put(target, { bytes, crc32: crc32(bytes) }, { signal });
  return (await sink.link(file, { expiresInSeconds: 60, fileName: target.fileName, signal })).url;
}

function get(url: string, init: RequestInit = {}, options: Partial<FileLinkHandlerOptions> = {}): Promise<Response> {
  return fileLinkHandler({ folder, secret, ...options }).fetch(new Request(url, init));
}

async function openFiles(): Promise<readonly string[]> {
  const descriptors = await readdir('/proc/self/fd');
  const paths = await Promise.all(descriptors.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')));
  return paths.filter((path) => path.startsWith(folder));
}

async function assertProblem(response: Response, status: number): Promise<{ readonly [field: string]: unknown }> {
  assert.equal(response.status, status);
  assert.equal(response.headers.get('content-type'), 'application/problem+json');
  assert.equal(response.headers.get('cache-control'), 'private, no-store');
  const problem = (await response.json()) as { readonly [field: string]: unknown };
  assert.equal(problem['status'], status);
  for (const field of ['type', 'title', 'detail', 'code']) assert.equal(typeof problem[field], 'string');
  assert.ok(!JSON.stringify(problem).includes(folder), 'a path of the server is in the answer');
  return problem;
}

describe('options of fileLinkHandler', () => {
  const bad: readonly (readonly [option: string, options: object])[] = [
    ['folder', { folder: '' }],
    ['secret', { secret: 'short' }],
    ['secret', { secret: undefined }],
    ['basePath', { basePath: 'files' }],
    ['basePath', { basePath: '/a b' }],
    ['basePath', { basePath: '//files' }],
    ['baseUrl', { baseUrl: '/files' }],
  ];
  for (const [option, options] of bad) {
    it(`are refused: ${JSON.stringify(options)}`, () => {
      assert.throws(() => fileLinkHandler({ folder: 'a', secret, ...options }), {
        code: 'EXPORT_OPTIONS_INVALID',
        message: new RegExp(`option "${option}"`),
      });
    });
  }
});

describe('fileLinkHandler', () => {
  it('gives the file as a download, with its type, its name and no trace in a cache', async () => {
    const response = await get(await linkTo(text));

    assert.equal(response.status, 200);
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), text);
    const { headers } = response;
    assert.equal(headers.get('content-length'), '10');
    assert.equal(headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.match(headers.get('content-disposition') ?? '', /^attachment;/);
    assert.equal(fileNameFromHeader(headers.get('content-disposition') ?? ''), 'Übersicht.csv');
    assert.equal(headers.get('accept-ranges'), 'bytes');
    assert.equal(headers.get('cache-control'), 'private, no-store');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.match(headers.get('etag') ?? '', /^"[^"]+"$/);
  });

  it('gives an empty file', async () => {
    const response = await get(await linkTo(new Uint8Array()));

    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-length'), '0');
    assert.equal((await response.arrayBuffer()).byteLength, 0);
  });

  it('answers HEAD with the same headers and no body, whatever range is asked', async () => {
    const url = await linkTo(text);
    const whole = await get(url);
    await whole.body?.cancel();

    const response = await get(url, { method: 'HEAD', headers: { range: 'bytes=2-3' } });

    assert.equal(response.status, 200);
    assert.equal(response.body, null);
    assert.deepEqual([...response.headers], [...whole.headers]);
  });

  it('gives one range, and says which', async () => {
    const response = await get(await linkTo(text), { headers: { range: 'bytes=4-6' } });

    assert.equal(response.status, 206);
    assert.equal(await response.text(), text.subarray(4, 7).toString());
    assert.equal(response.headers.get('content-range'), 'bytes 4-6/10');
    assert.equal(response.headers.get('content-length'), '3');
  });

  it('says 416 to a range past the end, with the length', async () => {
    const response = await get(await linkTo(text), { headers: { range: 'bytes=10-' } });

    assert.equal(response.headers.get('content-range'), 'bytes */10');
    await assertProblem(response, 416);
  });

  it('gives a range only of the file that If-Range names, and else the whole', async () => {
    const url = await linkTo(text);
    const entityTag = (await get(url, { method: 'HEAD' })).headers.get('etag') ?? '';

    for (const [condition, status] of [
      [entityTag, 206],
      [`W/${entityTag}`, 200],
      ['"another"', 200],
      [new Date().toUTCString(), 200],
    ] as const) {
      const response = await get(url, { headers: { range: 'bytes=0-0', 'if-range': condition } });
      assert.equal(response.status, status, condition);
      await response.body?.cancel();
    }
  });

  it('gives one answer, 403, to a wrong link, an expired one and none, also where there is no file', async () => {
    const url = await linkTo(text);
    const answers = [
      await get(url.replace('exports/', 'exports/x')),
      await get(url.replace('name=', 'name=x')),
      await get(url.replace(/signature=./, 'signature=_')),
      await get(`${origin}/files/exports/1.csv`),
      await get(`${origin}/files/..%2f..%2fetc%2fpasswd?expires=9999999999&name=a&signature=a`),
      await get(`${origin}/files/%zz`),
      await get(url, {}, { secret: 'another secret of 32 characters or more' }),
    ];
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] });
    answers.push(await get(url));

    const problems = await Promise.all(answers.map((answer) => assertProblem(answer, 403)));

    for (const problem of problems) assert.deepEqual(problem, problems[0]);
  });

  it('says 404 when the file is gone, was cut, or the address is none of its own', async () => {
    const url = await linkTo(text);
    assert.equal((await assertProblem(await get(url, {}, { basePath: '/other' }), 404))['code'], 'HTTP_NOT_FOUND');
    await truncate(join(folder, 'files', 'exports+', 'gr%c3%b6%c3%9fe%201%25.csv', 'content'), 5);
    assert.equal((await assertProblem(await get(url), 404))['code'], 'EXPORT_NOT_FOUND');

    await filesystemSink({ folder }).remove(target, { signal });

    await assertProblem(await get(url), 404);
  });

  it('says 405 to anything but GET and HEAD', async () => {
    const response = await get(await linkTo(text), { method: 'DELETE' });

    assert.equal(response.headers.get('allow'), 'GET, HEAD');
    await assertProblem(response, 405);
  });

  it('works at the root of a host, and at a path of the application', async () => {
    const atRoot = await linkTo(text, `${origin}/`);
    assert.equal((await get(atRoot, { method: 'HEAD' }, { basePath: '/' })).status, 200);

    const path = await linkTo(text, '/some/files/');
    assert.match(path, /^\/some\/files\/exports\//);
    assert.equal((await get(origin + path, { method: 'HEAD' }, { basePath: '/some/files' })).status, 200);
  });

  it.skipIf(process.platform !== 'linux')('leaves no file open, however an answer ends', async () => {
    const large = Buffer.alloc(2_000_000, 'x');
    const url = await linkTo(large);
    const controller = new AbortController();

    await (await get(url)).arrayBuffer();
    await get(url, { method: 'HEAD' });
    await get(url, { headers: { range: 'bytes=9999999-' } });
    const cancelled = (await get(url)).body?.getReader();
    await cancelled?.read();
    await cancelled?.cancel();
    const aborted = (await get(url, { signal: controller.signal })).body?.getReader();
    await aborted?.read();
    assert.equal((await openFiles()).length, 1, 'the file of the answer under way');
    controller.abort();
    const leaver = new AbortController();
    const left = get(url, { signal: leaver.signal });
    await Promise.resolve();
    leaver.abort();
    await assert.rejects(left, { name: 'AbortError' });
    await truncate(join(folder, 'files', 'exports+', 'gr%c3%b6%c3%9fe%201%25.csv', 'content'), 5);
    await get(url);
    await delay(20);

    assert.deepEqual(await openFiles(), []);
  });

  it('rejects with the reason when the client left before there was an answer', async () => {
    const reason = new Error('the client is gone');
    const url = await linkTo(text);

    await assert.rejects(get(url, { signal: AbortSignal.abort(reason) }), (error) => error === reason);
  });
});
