import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Client } from '@elastic/elasticsearch';
import { ExportEngineError, type Page, type Snapshot } from '@export-engine/core';
import { describe, it } from 'vitest';
import { type StubAnswer, type StubClient, stubClient } from '../../test/support/stub-client.ts';
import { type SearchAnswerBody, stubSearch } from '../../test/support/stub-search.ts';
import { elasticsearchSource } from '../elasticsearch-source.ts';
import type { SearchClient, TransportParams } from '../transport/search-client.ts';

const ROWS = 25;
const snapshot: Snapshot = {
  state: {
    product: 'elasticsearch',
    pitId: 'pit-1',
    shards: 2,
    rows: ROWS,
    sort: [{ _doc: { order: 'asc' } }, { _shard_doc: { order: 'asc' } }],
    maxResultWindow: 10_000,
  },
  partitions: [{ index: 0, state: { slice: null } }],
  expectedRows: ROWS,
};
const search = stubSearch(ROWS);

interface Wish {
  readonly after?: string;
  readonly signal?: AbortSignal;
  readonly maxPageRows?: number;
  readonly maxRetries?: number;
  readonly targetPageBytes?: number;
}

function read(client: SearchClient, wish: Wish = {}): AsyncGenerator<Page> {
  const { after, signal = new AbortController().signal, targetPageBytes = 100_000, ...options } = wish;
  const source = elasticsearchSource({ client, maxPageRows: 10, maxRetries: 1, ...options });
  const partition = snapshot.partitions[0] ?? assert.fail();
  return source.read({ index: 'i' }, snapshot, partition, { after, signal, targetPageBytes }) as AsyncGenerator<Page>;
}

function numbersOf({ rows }: Page): readonly number[] {
  assert.equal(rows.kind, 'json');
  const hits: { _source: { n: number } }[] = JSON.parse(Buffer.from(rows.bytes).toString());
  return hits.map((hit) => hit._source.n);
}

async function numbersRead(pages: AsyncIterable<Page>): Promise<readonly number[]> {
  const numbers: number[] = [];
  for await (const page of pages) numbers.push(...numbersOf(page));
  return numbers;
}

const all = Array.from({ length: ROWS }, (_, index) => index);
const hasCode = (code: string) => (error: unknown) => ExportEngineError.isInstance(error) && error.code === code;

/** A client whose pages are spoiled, from the page of a number on. */
function spoiled(spoil: (page: SearchAnswerBody, params: TransportParams) => unknown, from = 1): StubClient {
  return stubClient((params, number) => {
    const page = search.page(params);
    return { body: number < from ? page : (spoil(page, params) ?? page) };
  });
}

describe('reading pages', () => {
  it('reads every row once, with pages as the server wrote them', async () => {
    const client = stubClient(search.answer);

    assert.deepEqual(await numbersRead(read(client)), all);
    assert.equal(client.openRequests(), 0);
  });

  it('counts on the first page only, where counting every time costs a scan', async () => {
    const client = stubClient(search.answer);

    await numbersRead(read(client));

    assert.deepEqual(
      client.requests.map(({ body }) => JSON.parse(body ?? '').track_total_hits),
      [true, false, false, false],
    );
  });

  it('goes on after a cursor, and still knows at the end whether rows are missing', async () => {
    const pages = read(stubClient(search.answer));
    const first = await pages.next();
    await pages.return(undefined);
    const after = (first.value as Page).cursor;

    assert.deepEqual(await numbersRead(read(stubClient(search.answer), { after })), all.slice(10));
    const endsEarly = spoiled((page) => ({ ...page, hits: { ...page.hits, hits: [] } }));
    await assert.rejects(numbersRead(read(endsEarly, { after, maxRetries: 0 })), hasCode('EXPORT_SOURCE_INCOMPLETE'));
  });

  it('asks for one page ahead, and never for two', async () => {
    const client = stubClient(search.answer);
    const pages = read(client);

    assert.equal(client.requests.length, 0);
    await pages.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(client.requests.length, 2);
    await pages.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(client.requests.length, 3);
    await pages.return(undefined);
  });

  it('has the server at work on the next page before it hands one out, for a reader that keeps the thread busy', async () => {
    const requests = new Int32Array(new SharedArrayBuffer(4));
    const server = new Worker(new URL('../../test/support/page-server.ts', import.meta.url), {
      workerData: { rows: ROWS, requests },
    });
    const [{ port }] = await once(server, 'message');
    try {
      const client = new Client({ node: `http://127.0.0.1:${port}` });
      let pages = 0;
      for await (const _ of read(client)) {
        pages += 1;
        // Nothing of this thread goes on until the server has the request, or never gets it.
        const waited = Atomics.wait(requests, 0, pages, 1000);
        assert.notEqual(waited, 'timed-out', `page ${pages + 1} was not asked for`);
      }
      assert.equal(pages, 3);
    } finally {
      await server.terminate();
    }
  });

  it('leaves a page untouched while the next one arrives', async () => {
    const pages = read(stubClient(search.answer));
    const { value } = await pages.next();
    const page = value as Page;

    await new Promise((resolve) => setTimeout(resolve, 20));

    assert.deepEqual(numbersOf(page), all.slice(0, 10));
    await pages.return(undefined);
  });

  it('cancels the page under way when its reader leaves', async () => {
    const client = stubClient((params, number) => (number === 1 ? search.answer(params) : { hangs: true }));
    const pages = read(client);
    await pages.next();

    await pages.return(undefined);

    assert.equal(client.requests.length, 2);
    assert.equal(client.openRequests(), 0);
  });

  it('rejects with the reason when aborted, and leaves no listener', async () => {
    const controller = new AbortController();
    const client = stubClient((params, number) => (number === 1 ? search.answer(params) : { hangs: true }));
    const pages = read(client, { signal: controller.signal });
    await pages.next();
    const pending = pages.next();
    const reason = new Error('enough');

    controller.abort(reason);

    await assert.rejects(pending, (error) => error === reason);
    assert.equal(client.openRequests(), 0);
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  });

  it('hands a renewed point in time on, and uses it', async () => {
    const client = spoiled((page) => ({ ...page, pit_id: 'pit-2' }), 2);
    const renewed: unknown[] = [];

    for await (const page of read(client))
      renewed.push((page.snapshot?.state as { pitId?: string } | undefined)?.pitId);

    assert.deepEqual(renewed, [undefined, 'pit-2', undefined]);
    assert.deepEqual(
      client.requests.map(({ body }) => JSON.parse(body ?? '').pit.id),
      ['pit-1', 'pit-1', 'pit-2', 'pit-2'],
    );
  });

  it('starts with the renewed point in time where another process has left off', async () => {
    const pages = read(spoiled((page) => ({ ...page, pit_id: 'pit-2' })));
    const { value } = await pages.next();
    await pages.return(undefined);

    const { snapshot: renewed } = value as Page;
    assert.deepEqual(renewed, { ...snapshot, state: { ...(snapshot.state as object), pitId: 'pit-2' } });
  });
});

describe('an answer that lacks rows', () => {
  it.each<[string, (page: SearchAnswerBody) => unknown]>([
    ['an early empty page with a clean status', (page) => ({ ...page, hits: { hits: [] } })],
    ['a time-out', (page) => ({ ...page, timed_out: true })],
    ['an early termination', (page) => ({ ...page, terminated_early: true })],
    ['a failed shard', (page) => ({ ...page, _shards: { total: 2, successful: 1, failed: 1 } })],
    ['a shard that is no longer counted', (page) => ({ ...page, _shards: { total: 1, successful: 1, failed: 0 } })],
    ['a last row without a position', (page) => ({ ...page, hits: { hits: [{ _id: '1' }] } })],
    ['a position without its tiebreaker', (page) => ({ ...page, hits: { hits: [{ _id: '1', sort: [3] }] } })],
    ['more rows than were asked for', (page) => ({ ...page, hits: { hits: Array(11).fill({ sort: [1, 1] }) } })],
  ])('is retried, then ends the read: %s', async (_what, spoil) => {
    const client = spoiled(spoil, 2);
    const pages = read(client, { maxRetries: 1 });
    await pages.next();

    await assert.rejects(pages.next(), (error) => {
      assert.ok(hasCode('EXPORT_SOURCE_INCOMPLETE')(error));
      return !(error as ExportEngineError).isRetryable;
    });
    assert.equal(client.requests.length, 3);
  });

  it('is made good by a retry that is complete', async () => {
    const client = stubClient((params, number) => {
      const page = search.page(params);
      return { body: number === 2 ? { ...page, timed_out: true } : page };
    });

    assert.deepEqual(await numbersRead(read(client)), all);
  });

  it('is found when the view has become smaller, though all of it arrives', async () => {
    const client = stubClient(stubSearch(ROWS - 1).answer);

    await assert.rejects(numbersRead(read(client, { maxRetries: 0 })), hasCode('EXPORT_SOURCE_INCOMPLETE'));
    assert.equal(client.requests.length, 1);
  });

  it('is found when there are more rows than were counted', async () => {
    const more = stubSearch(ROWS + 10);
    const client = stubClient((params, number) => (number === 1 ? search : more).answer(params));

    await assert.rejects(numbersRead(read(client, { maxRetries: 0 })), hasCode('EXPORT_SOURCE_INCOMPLETE'));
    assert.equal(client.requests.length, 3);
  });

  it('is found when rows come again and again', async () => {
    const client = spoiled((_page, params) => search.page({ ...params, body: '{"size":10}' }), 2);

    await assert.rejects(numbersRead(read(client, { maxRetries: 0 })), hasCode('EXPORT_SOURCE_INCOMPLETE'));
  });
});

describe('a page that fails', () => {
  const searchError = (status: number, type: string, reason = ''): StubAnswer => ({
    status,
    body: { error: { root_cause: [{ type, reason }], type, reason } },
  });

  it('is asked for again after a passing failure', async () => {
    const failures = [{ status: 503 }, { body: '{"hits":', status: 200 }, { body: 'x'.repeat(5000), cutAfterBytes: 1 }];
    const client = stubClient((params, number) => failures[number - 1] ?? search.answer(params));

    assert.deepEqual(await numbersRead(read(client, { maxRetries: 3 })), all);
  });

  it('leaves a lasting outage to the engine, as retryable', async () => {
    const client = stubClient(() => ({ status: 503, headers: { 'retry-after': '3600' } }));

    await assert.rejects(numbersRead(read(client)), (error) => {
      assert.ok(ExportEngineError.isInstance(error));
      return error.code === 'EXPORT_SOURCE_UNAVAILABLE' && error.isRetryable && error.retryAfterMs === 3_600_000;
    });
  });

  it('says at once that the point in time is gone', async () => {
    const client = stubClient(() => searchError(404, 'search_context_missing_exception'));

    await assert.rejects(numbersRead(read(client)), hasCode('EXPORT_SOURCE_CURSOR_LOST'));
    assert.equal(client.requests.length, 1);
  });

  it('is asked for with half the rows when it is too much for the server', async () => {
    const breaker = searchError(429, 'circuit_breaking_exception');
    const client = stubClient((params, number) => (number === 1 ? breaker : search.answer(params)));

    assert.deepEqual(await numbersRead(read(client)), all);
    assert.deepEqual(
      client.requests.slice(0, 3).map(({ body }) => JSON.parse(body ?? '').size),
      [10, 5, 5],
    );
  });

  it('is made small enough for an unknown result window, at no cost in retries', async () => {
    const client = stubClient((params) =>
      JSON.parse(params.body ?? '').size > 2
        ? searchError(400, 'illegal_argument_exception', 'Result window is too large, it is 3')
        : search.answer(params),
    );

    assert.deepEqual(await numbersRead(read(client, { maxRetries: 0 })), all);
  });

  it('is made small enough for the memory it may take', async () => {
    const large = stubSearch(ROWS, 'x'.repeat(4 * 1024 * 1024));
    const client = stubClient(large.answer);

    assert.deepEqual(await numbersRead(read(client, { maxRetries: 0, targetPageBytes: 100_000 })), all);
    const asked = client.requests.map(({ body }) => JSON.parse(body ?? ''));
    assert.deepEqual(
      asked.slice(0, 4).map(({ size, search_after: after }) => [size, after?.[0]]),
      [
        [10, undefined],
        [5, undefined],
        [2, undefined],
        [1, 1],
      ],
    );
  });
});
