import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { WireDownloadAnswer, WireReportAnswer, WireSearchAnswer } from '../../../src/api/wire/wire-types.ts';
import { apiClient, eventually } from '../../support/api-client.ts';
import { assertWholeFile } from '../../support/assert-whole-file.ts';
import { openSocket, subscribe } from '../../support/cloud-socket.ts';
import type { CloudUser } from '../../support/cloud-user.ts';
import { type DeployedClone, deployClone } from '../../support/deployed-clone.ts';
import { describeOnCloud } from '../../support/describe-on-cloud.ts';
import { executionsOf, logLines } from '../../support/execution-traces.ts';
import { loadPostIndex } from '../../support/post-index.ts';

const count = 100_000;

describeOnCloud('The Twitter clone on AWS, used from outside', (elasticsearch) => {
  let clone: DeployedClone;
  let ada: CloudUser;
  let grace: CloudUser;
  /** What must be in no history and in no log. */
  const secrets: string[] = [];

  beforeAll(async () => {
    const { name: index } = await loadPostIndex(elasticsearch, { name: 'posts-cloud-100k', count });
    clone = await deployClone({ index, searchUrl: elasticsearch.url });
    [ada, grace] = await Promise.all([clone.signUp('ada'), clone.signUp('grace')]);
    secrets.push(ada.email, grace.email, ada.token ?? '', grace.token ?? '');
  });
  afterAll(() => clone.stop());

  it('direct: an export is followed by asking, and its link opens the whole result', async () => {
    const id = await ada.startExport({ search: {}, tell: 'direct' });
    const { state, progress, failure } = await ada.ended(id);

    assert.equal(state, 'completed', failure?.message);
    assert.equal(progress.rows, count);
    await assertWhole(await ada.link(id));
  });

  it('email: a link is mailed to the address that was confirmed, and opens the file without signing in', async () => {
    const id = await ada.startExport({ search: {}, tell: 'email' });
    const mail = await eventually(async () => {
      const mails = await clone.aws.mailbox();
      return mails.find(({ BodyText }) => BodyText.includes(id));
    }, 60_000);
    const [link = ''] = /http\S+access=[\w.%-]+/.exec(mail.BodyText) ?? [];
    secrets.push(new URL(link).searchParams.get('access') ?? '');

    assert.deepEqual(mail.To, [ada.email]);
    const redirect = await fetch(link, { redirect: 'manual' });
    assert.equal(redirect.status, 302);
    await assertWhole(redirect.headers.get('location') ?? '');
  });

  it('push: the ending is sent down the websocket of whoever asked', async () => {
    const id = await ada.startExport({ search: {}, tell: 'push' });
    const ticket = await ada.ticket(id);
    secrets.push(ticket);
    const socket = await subscribe(clone.outputs['WebSocketUrl'] as string, ticket);
    const ended = await eventually(async () => socket.frames.find(({ type }) => type === 'ended'), 60_000);
    await socket.close();

    assert.equal(ended['exportId'], id);
    assert.equal(ended['state'], 'completed');
    assert.equal(ended['rows'], count);
    await assertWhole(await ada.link(id));
  });

  it('the wire API: searches, exports, reports, and pushes the link', async () => {
    const searched = await ada.post('/search', { type: 'Post', results: 3, search: [{ value: 'the' }] });
    const { TotalResults } = (await searched.json()) as WireSearchAnswer;
    const started = await ada.post('/download-request', { type: 'push', searchCriteria: [{ value: 'the' }] });
    assert.equal(started.status, 202);
    const task = (await started.json()) as WireDownloadAnswer;
    secrets.push(task.taskToken);

    const socket = await openSocket(clone.outputs['WebSocketUrl'] as string);
    socket.send({ action: 'OpenConnection', ...task });
    const { reportURL } = await socket.frameWith('reportURL', 60_000);
    await socket.close();
    const report = await ada.post('/report-status', { executionArn: task.executionArn });

    assert.ok(task.executionArn.startsWith('arn:aws:states:'));
    assert.equal(((await report.json()) as WireReportAnswer).status, 'SUCCEEDED');
    assert.equal(await rowsOf(String(reportURL)), TotalResults);
    secrets.push(String(reportURL));
  });

  it('starts one export for a request that is sent twice', async () => {
    const headers = { 'idempotency-key': 'pressed-twice' };
    const input = { search: { text: 'the' }, tell: 'direct' };
    const [one, other] = await Promise.all([ada.startExport(input, headers), ada.startExport(input, headers)]);

    assert.equal(one, other);
    assert.equal((await ada.ended(one)).state, 'completed');
    const named = (await executionsOf(clone)).filter(({ exportId }) => exportId.startsWith(one));
    assert.equal(named.length, 1);
  });

  describe('refuses', () => {
    let id: string;
    beforeAll(async () => {
      id = await ada.startExport({ search: { text: 'the' }, tell: 'push' });
      await ada.ended(id);
    });

    it("another user's export, as if it weren't there", async () => {
      for (const path of ['', '/file', '/events']) {
        assert.equal((await grace.get(`/api/exports/${id}${path}`)).status, 404, path);
      }
      assert.equal((await grace.delete(`/api/exports/${id}`)).status, 404);
      assert.equal((await grace.post(`/api/exports/${id}/tickets`, {})).status, 404);
    });

    it('whoever is not signed in, and whoever has forged a token', async () => {
      const { HttpApiUrl = '' } = clone.outputs;
      const [head = '', , signature = ''] = (ada.token ?? '').split('.');
      const claims = Buffer.from(JSON.stringify({ sub: 'ada', email: ada.email })).toString('base64url');
      for (const token of [undefined, 'nonsense', `${head}.${claims}.${signature}`]) {
        assert.equal((await apiClient(HttpApiUrl, token).get(`/api/exports/${id}`)).status, 401, token);
        assert.equal((await apiClient(HttpApiUrl, token).post('/search', { type: 'Post', search: [] })).status, 401);
      }
    });

    it('a mailed address without a token, with a forged one, or with that of another export', async () => {
      const { HttpApiUrl = '' } = clone.outputs;
      const other = secrets.find((secret) => /^\d+\.|^[\w-]+\.[\w-]+$/.test(secret)) ?? 'x.y';
      for (const query of ['', '?access=', '?access=forged', `?access=${encodeURIComponent(other)}`]) {
        const { status } = await fetch(`${HttpApiUrl}/files/${id}${query}`, { redirect: 'manual' });
        assert.ok(status === 401 || status === 404, `${query}: ${status}`);
      }
    });

    it('a ticket that was used, a forged one, and words that are no ticket', async () => {
      const url = clone.outputs['WebSocketUrl'] as string;
      const ticket = await ada.ticket(id);
      await (await subscribe(url, ticket)).close();
      for (const wrong of [ticket, `${ticket}x`, 'nonsense']) {
        const socket = await openSocket(url);
        socket.send({ action: 'subscribe', ticket: wrong });
        const { type } = await socket.frameWith('type');
        await socket.close();

        assert.equal(type, 'error', wrong);
      }
    });
  });

  it('leaves one object for each export, and no upload', async () => {
    const { files, openUploads } = await clone.bucketKeys();

    assert.deepEqual(openUploads, []);
    for (const file of files) assert.match(file, /^files\/exports\/[0-9a-f-]{36}\.csv$/);
  });

  it('ends every execution well, and has no row, token, link or address in any history or log', async () => {
    const executions = await eventually(async () => {
      const found = await executionsOf(clone);
      return found.every(({ status }) => status !== 'RUNNING') ? found : undefined;
    }, 60_000);
    const histories = executions.flatMap(({ events }) => events.map(withoutTaskToken));
    const lines = await logLines(clone);

    assert.ok(executions.length >= 6 && lines.length > 0);
    assert.deepEqual(
      executions.filter(({ status }) => status !== 'SUCCEEDED').map(({ exportId }) => exportId),
      [],
    );
    const words = [...secrets, 'X-Amz-Signature', '@murmur.example', 'PostID', 'Content', 'ostrud'];
    for (const text of [...histories, ...lines]) {
      const found = words.find((word) => word !== '' && text.includes(word));
      assert.equal(found, undefined, `"${found?.slice(0, 12)}…" in ${text.slice(0, 300)}`);
    }
  });

  async function assertWhole(link: string): Promise<void> {
    secrets.push(link);
    await assertWholeFile(link, count);
  }
});

/** Step Functions writes the token of a waiting task into the history; it is of use only to who may call `SendTaskSuccess`. */
function withoutTaskToken(event: object): string {
  return JSON.stringify(event).replace(/\\"taskToken\\": ?\\"[^"]*\\"/g, '');
}

async function rowsOf(link: string): Promise<number> {
  const { parse } = await import('csv-parse/sync');
  return (parse(await (await fetch(link)).text()) as string[][]).length - 1;
}
