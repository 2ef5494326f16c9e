import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Mail, PostsPage } from '../src/api/api-types.ts';
import type { OwnedExport } from '../src/demo/export-once.ts';
import { type ApiClient, apiClient, eventually, signIn } from './support/api-client.ts';
import { startEmbeddedClone, type TestClone } from './support/test-clone.ts';

describe('the application', () => {
  let folder: string;
  let clone: TestClone;
  let ada: ApiClient;
  let grace: ApiClient;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'export-engine-test-'));
    clone = await startEmbeddedClone(folder, { posts: 2000 });
    ada = await signIn(clone.url, 'ada');
    grace = await signIn(clone.url, 'grace');
  });
  afterAll(async () => {
    await clone.close();
    await rm(folder, { recursive: true });
    assert.deepEqual(clone.errors, []);
  });

  it('pages through the posts of a search', async () => {
    const query = 'text=with&from=2022-01-01&to=2022-01-20&pageSize=7';
    const first = await posts(ada, `${query}&page=1`);
    const second = await posts(ada, `${query}&page=2`);

    assert.deepEqual([first.page, first.pageSize, first.posts.length], [1, 7, 7]);
    assert.equal(first.total, second.total);
    const ids = [...first.posts, ...second.posts].map(({ PostID }) => PostID);
    assert.equal(new Set(ids).size, 14);
    assert.deepEqual(ids, [...ids].sort().reverse());
  });

  it.each([
    ['page=0', /page: /],
    ['page=x', /page: /],
    ['page=1.5', /page: /],
    ['pageSize=101', /pageSize: /],
    ['page=501&pageSize=20', /Pages end at post 10000/],
    ['text=%F0%9F%94%A5', /text: The text needs a letter/],
    ['from=tomorrow', /from: Write a day as/],
    ['query=*', /query: /],
  ])('refuses to search by %s, and says why', async (query, why) => {
    const answer = await ada.get(`/api/posts?${query}`);

    assert.equal(answer.status, 422);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
    assert.match(((await answer.json()) as { readonly detail: string }).detail, why);
  });

  it('lists the exports of each user apart, newest first, named after their search', async () => {
    await exported(ada, { search: { text: 'with' }, tell: 'direct' });
    await exported(ada, { search: {}, tell: 'direct', format: 'ndjson' });
    await exported(grace, { search: { from: '2022-01-31' }, tell: 'direct' });

    const labels = async (client: ApiClient) => (await exportsOf(client)).map(({ label }) => label);
    assert.deepEqual(await labels(ada), ['all posts', 'posts with “with”']);
    assert.deepEqual(await labels(grace), ['all posts from 2022-01-31']);
  });

  it("keeps everything about an export from another user, as if it weren't there", async () => {
    const { id } = await exported(ada, { search: {}, tell: 'direct' });
    const path = `/api/exports/${id}`;
    const answers = [
      await grace.get(path),
      await grace.get(`${path}/events`),
      await grace.get(`${path}/file`),
      await grace.post(`${path}/tickets`, {}),
      await grace.delete(`${path}/file-access`),
      await grace.delete(path),
    ];

    assert.deepEqual(
      answers.map(({ status }) => status),
      [404, 404, 404, 404, 404, 404],
    );
    assert.equal((await ada.get(`${path}/file`)).status, 302);
  });

  it.each(['/api/posts', '/api/exports', '/api/mailbox', '/api/session'])('tells nobody of %s', async (path) => {
    assert.equal((await apiClient(clone.url).get(path)).status, 401);
    assert.equal((await apiClient(clone.url, `${ada.token}x`).get(path)).status, 401);
  });

  it('mails to the address of whoever is signed in, whatever the request says', async () => {
    const input = { search: {}, tell: 'email', to: 'mallory@example.com' };
    assert.equal((await ada.post('/api/exports', input)).status, 422);

    await exported(ada, { search: {}, tell: 'email' });
    const [mail] = await eventually(async () => nonEmpty(await mailsOf(ada)));
    assert.equal(mail?.to, 'ada@twitter-clone.example');
    assert.deepEqual(await mailsOf(grace), []);
  });

  it.each([
    [{ search: { query: {} }, tell: 'direct' }],
    [{ search: { text: '!' }, tell: 'direct' }],
    [{ search: {}, tell: 'fax' }],
    [{ search: {}, tell: 'direct', format: 'exe' }],
    [{ query: { table: 'posts' } }],
    [null],
  ])('starts nothing for %o', async (input) => {
    const before = (await exportsOf(ada)).length;
    const answer = await ada.post('/api/exports', input);

    assert.equal(answer.status, 422);
    assert.equal((await exportsOf(ada)).length, before);
  });

  it('has a problem for what is not there', async () => {
    const answer = await ada.get('/api/nothing');

    assert.equal(answer.status, 404);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  });

  it('keeps exports, mails and sessions over a restart', async () => {
    const before = [await exportsOf(ada), await mailsOf(ada)];
    await clone.close();
    clone = await startEmbeddedClone(folder, { posts: 2000 });
    ada = apiClient(clone.url, ada.token);
    grace = apiClient(clone.url, grace.token);

    assert.deepEqual([await exportsOf(ada), await mailsOf(ada)], before);
    const [{ id } = { id: '' }] = await exportsOf(ada);
    const link = (await ada.get(`/api/exports/${id}/file`)).headers.get('location') ?? '';
    assert.match(await (await fetch(link)).text(), /^PostID,UserID,DateCreated,Content,Tags\r\n/);
  });
});

async function posts(client: ApiClient, query: string): Promise<PostsPage> {
  const answer = await client.get(`/api/posts?${query}`);
  assert.equal(answer.status, 200);
  return (await answer.json()) as PostsPage;
}

/** Starts an export and waits for its completion. */
async function exported(client: ApiClient, input: object): Promise<OwnedExport> {
  const answer = await client.post('/api/exports', input);
  assert.equal(answer.status, 202);
  const { id } = (await answer.json()) as OwnedExport;
  return eventually(async () => {
    const status = (await (await client.get(`/api/exports/${id}`)).json()) as OwnedExport;
    return status.state === 'completed' ? status : undefined;
  });
}

async function exportsOf(client: ApiClient): Promise<readonly OwnedExport[]> {
  return ((await (await client.get('/api/exports')).json()) as { readonly exports: readonly OwnedExport[] }).exports;
}

async function mailsOf(client: ApiClient): Promise<readonly Mail[]> {
  return ((await (await client.get('/api/mailbox')).json()) as { readonly mails: readonly Mail[] }).mails;
}

function nonEmpty<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length > 0 ? items : undefined;
}
