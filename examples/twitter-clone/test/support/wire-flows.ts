import assert from 'node:assert/strict';
import { once } from 'node:events';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, it } from 'vitest';
import type { Mail } from '../../src/api/api-types.ts';
import type {
  WireConnectionAnswer,
  WireDownloadAnswer,
  WireReportAnswer,
  WireSearchAnswer,
} from '../../src/api/wire/wire-types.ts';
import { type ApiClient, apiClient, eventually, signIn } from './api-client.ts';
import type { TestClone } from './test-clone.ts';

const searchCriteria = [{ value: 'the' }, { dateRange: { from: '2022-01-05', to: '2022-01-20' } }];

/** The seed's flows, by clients that know nothing but HTTP and websockets. */
export function behavesAsWireApi(start: () => Promise<TestClone>): void {
  let clone: TestClone;
  let ada: ApiClient;
  let grace: ApiClient;
  let foundIds: readonly string[];

  beforeAll(async () => {
    clone = await start();
    ada = await signIn(clone.url, 'ada');
    grace = await signIn(clone.url, 'grace');
    foundIds = await searchAll(ada);
  });
  afterAll(async () => {
    await clone.close();
    assert.deepEqual(clone.errors, []);
  });

  it('searches: a page of results, and how many there are', async () => {
    const body = { type: 'Post', results: 3, page: 2, search: searchCriteria };
    const answer = await ada.post('/search', body);
    const { Results, ...counts } = (await answer.json()) as WireSearchAnswer;

    assert.equal(answer.status, 200);
    assert.deepEqual(counts, {
      Status: 'Success',
      ErrorMessage: null,
      TotalResults: foundIds.length,
      ResultsCount: 3,
    });
    assert.ok(foundIds.length > 100);
    assert.deepEqual(
      Results.map(({ uuid }) => uuid),
      foundIds.slice(3, 6),
    );
    assert.deepEqual(Object.keys(Results[0] ?? {}).sort(), [
      'Content',
      'DateCreated',
      'Tags',
      'Type',
      'UserID',
      'uuid',
    ]);
    for (const { uuid, Type } of Results) assert.match(`${Type} ${uuid}`, /^Post \d{19}$/);
  });

  it('direct: starts an export, tells its status, and gives a link to the whole result', async () => {
    const { executionArn } = await download('direct');
    const { status, reportURL } = await eventuallyEnded(executionArn);

    assert.equal(status, 'SUCCEEDED');
    assert.deepEqual(await idsOf(reportURL), [...foundIds].sort());
  });

  it('email: mails a link that opens the file without signing in', async () => {
    const before = (await mails(ada)).length;
    await download('email');
    const mail = await eventually(async () => (await mails(ada)).slice(0, -before || undefined)[0]);

    const [link] = /http\S+access=[\w.-]+/.exec(mail.text) ?? [];
    assert.equal(mail.to, 'ada@twitter-clone.example');
    assert.deepEqual(await idsOf(link), [...foundIds].sort());
    assert.deepEqual(await mails(grace), []);
  });

  it('push: sends the link down the websocket when the export has completed', async () => {
    const task = await download('push');
    const { reportURL } = (await openConnection(task)) as { readonly reportURL: string };

    assert.deepEqual(await idsOf(reportURL), [...foundIds].sort());
  });

  it('push: sends the link at once to a client that comes late, and to one that comes again', async () => {
    const task = await download('push');
    await eventuallyEnded(task.executionArn);

    for (const _ of ['late', 'again']) {
      const { reportURL } = (await openConnection(task)) as { readonly reportURL: string };
      assert.match(reportURL, /^http/);
    }
  });

  it('says so down the websocket when an export was cancelled', async () => {
    const task = await download('push');
    await ada.delete(`/api/exports/${task.executionArn.split(':').at(-1)}`);
    const { status, reportURL } = await eventuallyEnded(task.executionArn);
    const answer = await openConnection(task);

    // It may have completed before.
    if (status === 'SUCCEEDED') return;
    assert.deepEqual({ status, reportURL }, { status: 'FAILED', reportURL: null });
    assert.deepEqual(answer, { Status: 'Error', ErrorMessage: 'The export was cancelled.' });
  });

  it("keeps an export from another user, as if it weren't there", async () => {
    const { executionArn } = await download('direct');
    const answer = await grace.post('/report-status', { executionArn });

    assert.equal(answer.status, 404);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  });

  it("keeps a websocket from another export's link", async () => {
    const [mine, other] = [await download('push'), await download('push')];
    const refused = { Status: 'Error', ErrorMessage: 'The taskToken is not valid for this executionArn.' };

    assert.deepEqual(await openConnection({ ...mine, taskToken: other.taskToken }), refused);
    assert.deepEqual(await openConnection({ ...mine, taskToken: ada.token ?? '' }), refused);
    assert.deepEqual(await openConnection({ ...mine, taskToken: `${mine.taskToken}x` }), refused);
  });

  it('answers nobody who is not signed in', async () => {
    const nobody = apiClient(clone.url);
    const search = await nobody.post('/search', { type: 'Post', search: [] });

    assert.equal(search.status, 401);
    assert.deepEqual(await search.json(), {
      Status: 'Error',
      ErrorMessage: 'Sign in first.',
      TotalResults: 0,
      ResultsCount: 0,
      Results: [],
    });
    const download = await nobody.post('/download-request', { type: 'direct', searchCriteria: [] });
    const report = await nobody.post('/report-status', { executionArn: 'arn' });
    assert.deepEqual([download.status, report.status], [401, 401]);
  });

  it.each<[string, object, RegExp]>([
    ['/search', { type: 'User', search: [] }, /^type: /],
    ['/search', { type: 'Post', search: [{ value: 5 }] }, /^search\.0: Write/],
    ['/search', { type: 'Post', search: [], page: 0 }, /^page: /],
    ['/search', { type: 'Post', search: [], results: 101 }, /^pageSize: /],
    ['/search', { type: 'Post', search: [], results: 100, page: 101 }, /Pages end at post 10000/],
    ['/search', { type: 'Post', search: [{ dateRange: { from: '2022-13-01' } }] }, /Write a day as/],
    ['/search', { type: 'Post', search: [{ dateRange: {} }, { dateRange: {} }] }, /one dateRange at most/],
    ['/download-request', { type: 'fax', searchCriteria: [] }, /^type: /],
    ['/download-request', { type: 'direct' }, /^searchCriteria: /],
    ['/report-status', { executionArn: 'arn:aws:states' }, /^executionArn: It is none/],
  ])('%s refuses %o and says why', async (path, body, why) => {
    const answer = await ada.post(path, body);
    const said = (await answer.json()) as { readonly ErrorMessage?: string; readonly detail?: string };

    assert.equal(answer.status, 422);
    assert.match(said.ErrorMessage ?? said.detail ?? '', why);
  });

  it.each(['', '{', '{}', '{"action":"subscribe","ticket":"x"}', '[]'])('refuses the frame %j', async (frame) => {
    const answer = await sendFrame(frame);

    assert.deepEqual(answer, {
      Status: 'Error',
      ErrorMessage: 'Send {"action": "OpenConnection", "executionArn": …, "taskToken": …}.',
    });
  });

  async function download(type: 'direct' | 'email' | 'push'): Promise<WireDownloadAnswer> {
    const answer = await ada.post('/download-request', { type, searchCriteria });
    assert.equal(answer.status, 202);
    const task = (await answer.json()) as WireDownloadAnswer;
    assert.deepEqual(Object.keys(task).sort(), ['executionArn', 'taskToken']);
    return task;
  }

  async function eventuallyEnded(executionArn: string): Promise<WireReportAnswer> {
    return eventually(async () => {
      const report = (await (await ada.post('/report-status', { executionArn })).json()) as WireReportAnswer;
      return report.status === 'RUNNING' ? undefined : report;
    });
  }

  function openConnection({ executionArn, taskToken }: WireDownloadAnswer): Promise<WireConnectionAnswer> {
    return sendFrame(JSON.stringify({ action: 'OpenConnection', executionArn, taskToken }));
  }

  async function sendFrame(frame: string): Promise<WireConnectionAnswer> {
    const socket = new WebSocket(clone.wireUrl);
    try {
      await once(socket, 'open');
      socket.send(frame);
      const [{ data }] = (await once(socket, 'message')) as [{ readonly data: string }];
      return JSON.parse(data) as WireConnectionAnswer;
    } finally {
      socket.close();
    }
  }
}

async function searchAll(client: ApiClient): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await client.post('/search', { type: 'Post', results: 100, page, search: searchCriteria });
    const { Results } = (await answer.json()) as WireSearchAnswer;
    ids.push(...Results.map(({ uuid }) => uuid));
    if (Results.length < 100) return ids;
  }
}

async function mails(client: ApiClient): Promise<readonly Mail[]> {
  return ((await (await client.get('/api/mailbox')).json()) as { readonly mails: readonly Mail[] }).mails;
}

/** Fetches a file as whoever has its address, and reads the ids out of it. */
async function idsOf(url: string | null | undefined): Promise<readonly string[]> {
  assert.ok(url, 'There is no link.');
  const file = await fetch(url);
  assert.equal(file.status, 200);
  const [, ...rows] = parse(await file.text()) as string[][];
  return rows.map(([id = '']) => id).sort();
}
