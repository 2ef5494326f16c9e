import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { ExportEngineError, type JsonValue, type Snapshot } from '@export-engine/core';
import { describe, it } from 'vitest';
import { type StubAnswer, type StubClient, stubClient } from '../../test/support/stub-client.ts';
import { stubSearch } from '../../test/support/stub-search.ts';
import { elasticsearchSource } from '../elasticsearch-source.ts';
import { opensearchSource } from '../opensearch/opensearch-source.ts';

const search = stubSearch(25);
const signal = new AbortController().signal;
const hasCode = (code: string) => (error: unknown) => ExportEngineError.isInstance(error) && error.code === code;

/** A client whose answers are the stub's, but for requests whose method and path start with one of these. */
function client(spoiled: Readonly<Record<string, StubAnswer>> = {}): StubClient {
  return stubClient((params) => {
    const request = `${params.method} ${params.path}`;
    const [, answer] = Object.entries(spoiled).find(([start]) => request.startsWith(start)) ?? [];
    return answer ?? search.answer(params);
  });
}

function open(stub: StubClient, partitions = 1): Promise<Snapshot> {
  const source = elasticsearchSource({ client: stub, maxRetries: 0 });
  return source.open({ index: ['a', '<b-{now/d}>'], sort: 'n' }, { partitions, signal });
}

function openUnordered(partitions: number): Promise<Snapshot> {
  return elasticsearchSource({ client: client(), maxRetries: 0 }).open({ index: 'a' }, { partitions, signal });
}

const caps = { fields: { n: { long: { type: 'long', aggregatable: true } } } };
const capsOf = (body: unknown): Readonly<Record<string, StubAnswer>> => ({
  'POST /a,%3Cb-%7Bnow%2Fd%7D%3E/_field_caps': { body },
});
const well = capsOf(caps);
const PIT = 'POST /a,%3Cb-%7Bnow%2Fd%7D%3E/_pit';
const closed = (stub: StubClient): readonly unknown[] =>
  stub.requests.filter(({ method }) => method === 'DELETE').map(({ body }) => JSON.parse(body ?? ''));

describe('open', () => {
  it('keeps everything that reading needs in the snapshot', async () => {
    const settings = { a: { settings: { 'index.max_result_window': '500' } }, b: { settings: {} } };
    const stub = client({ ...well, 'GET /': { body: settings } });

    const snapshot = await open(stub, 2);

    assert.deepEqual(snapshot, {
      state: {
        product: 'elasticsearch',
        pitId: 'pit-1',
        shards: 2,
        rows: 25,
        sort: [{ n: { order: 'asc' } }, { _shard_doc: { order: 'asc' } }],
        maxResultWindow: 500,
      },
      partitions: [{ index: 0, state: { slice: null } }],
      expectedRows: 25,
    } satisfies JsonValue & Snapshot);
    assert.deepEqual(closed(stub), []);
  });

  it('makes as many slices as are asked for when no order is, and no more than a point in time may have', async () => {
    const [few, many] = [await openUnordered(3), await openUnordered(5000)];

    assert.deepEqual(
      few.partitions.map(({ state }) => state),
      [0, 1, 2].map((id) => ({ slice: { id, max: 3 } })),
    );
    assert.equal(many.partitions.length, 1024);
  });

  it('makes one partition of ordered rows, because slices have no order among them', async () => {
    assert.equal((await open(client(well), 4)).partitions.length, 1);
  });

  it('takes the default result window where the settings may not be read', async () => {
    const snapshot = await open(client({ ...well, 'GET /': { status: 403 } }));

    assert.equal((snapshot.state as { maxResultWindow: number }).maxResultWindow, 10_000);
  });

  it.each<[string, Readonly<Record<string, StubAnswer>>, string, boolean]>([
    [
      'opens without a shard',
      { ...well, [PIT]: { body: { id: 'p', _shards: { total: 2, successful: 1 } } } },
      'EXPORT_SOURCE_INCOMPLETE',
      true,
    ],
    [
      'matches no index',
      { ...well, [PIT]: { body: { id: 'p', _shards: { total: 0, successful: 0 } } } },
      'EXPORT_SOURCE_REJECTED',
      true,
    ],
    ['gives no id', { 'POST /a': { body: {} } }, 'EXPORT_SOURCE_REJECTED', false],
    [
      'is another product',
      { 'POST /a': { status: 400, body: { error: 'no handler found for uri' } } },
      'EXPORT_SOURCE_REJECTED',
      false,
    ],
    ['does not know the sort field', capsOf({ fields: {} }), 'EXPORT_SOURCE_REJECTED', true],
    [
      'may not be asked for field types',
      { 'POST /a,%3Cb-%7Bnow%2Fd%7D%3E/_field_caps': { status: 403 } },
      'EXPORT_SOURCE_REJECTED',
      true,
    ],
    ['fails in the first search', { ...well, 'POST /_search': { status: 503 } }, 'EXPORT_SOURCE_UNAVAILABLE', true],
    [
      'counts with a shard missing',
      {
        ...well,
        'POST /_search': {
          body: {
            timed_out: false,
            _shards: { total: 2, successful: 1, failed: 0 },
            hits: { total: { value: 1, relation: 'eq' }, hits: [] },
          },
        },
      },
      'EXPORT_SOURCE_INCOMPLETE',
      true,
    ],
  ])('rejects, and leaves nothing open, when the server %s', async (_what, spoiled, code, isOpened) => {
    const stub = client(spoiled);

    await assert.rejects(open(stub), hasCode(code));

    assert.equal(closed(stub).length, isOpened ? 1 : 0);
  });

  it('throws the first failure when closing fails too', async () => {
    const stub = client({ ...capsOf({ fields: {} }), 'DELETE /_pit': { status: 500 } });

    await assert.rejects(open(stub), hasCode('EXPORT_SOURCE_REJECTED'));
  });

  it('waits for the id when aborted under way, so that it can close what it opened', async () => {
    const controller = new AbortController();
    const reason = new Error('stop');
    const stub = stubClient((params) => {
      controller.abort(reason);
      return search.answer(params);
    });
    const source = elasticsearchSource({ client: stub });

    const opening = source.open({ index: 'a' }, { partitions: 1, signal: controller.signal });

    await assert.rejects(opening, (error) => error === reason);
    assert.deepEqual(closed(stub), [{ id: 'pit-1' }]);
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  });

  it('takes no partition count that is none', async () => {
    for (const partitions of [0, 1.5, Number.NaN, '2' as unknown as number]) {
      await assert.rejects(open(client(), partitions), hasCode('EXPORT_OPTIONS_INVALID'));
    }
  });
});

describe('open on OpenSearch', () => {
  const openOs = (stub: StubClient, query: object): Promise<Snapshot> => {
    const source = opensearchSource({ client: stub, maxRetries: 0 });
    return source.open(source.validate({ index: 'a', ...query }), { partitions: 1, signal });
  };
  const pit = { body: { pit_id: 'pit-1', _shards: { total: 2, successful: 2 } } };
  const noShardDoc = {
    status: 400,
    body: {
      error: {
        root_cause: [
          { type: 'query_shard_exception', reason: 'No mapping found for [_shard_doc] in order to sort on' },
        ],
      },
    },
  };
  /** OpenSearch 2: no `_shard_doc`. */
  const old = (types: Readonly<Record<string, unknown>>, lacking = 0): StubClient =>
    stubClient((params) => {
      if (params.path.endsWith('/point_in_time')) return pit;
      if (params.path.endsWith('/_field_caps')) return { body: { fields: { id: types } } };
      if (params.path !== '/_search') return { body: {} };
      if (params.body?.includes('_shard_doc') === true) return noShardDoc;
      const page = search.page(params);
      const isCheck = params.body?.includes('must_not') === true;
      return { body: { ...page, hits: { hits: [], total: { value: isCheck ? lacking : 25, relation: 'eq' } } } };
    });
  const keyword = { keyword: { type: 'keyword', aggregatable: true } };

  it('refuses a view of the shards that happen to be there', async () => {
    const stub = old(keyword);

    await openOs(stub, { uniqueField: 'id' });

    assert.equal(stub.requests[0]?.querystring?.['allow_partial_pit_creation'], 'false');
  });

  it('needs a unique field where the server has no tiebreaker, and says so', async () => {
    await assert.rejects(openOs(old(keyword), {}), (error) => {
      assert.ok(ExportEngineError.isInstance(error));
      assert.match(error.message, /uniqueField/);
      return error.code === 'EXPORT_SOURCE_ORDER_UNSAFE';
    });
  });

  it('orders by the unique field where one is named', async () => {
    const { state } = await openOs(old(keyword), { uniqueField: 'id' });

    assert.deepEqual((state as { sort: unknown }).sort, [
      { id: { order: 'asc', missing: '_last' } },
      { _index: { order: 'asc' } },
    ]);
  });

  it.each([
    ['is no keyword or integer', { text: { type: 'text', aggregatable: true } }, 0],
    ['differs from index to index', { ...keyword, long: { type: 'long', aggregatable: true } }, 0],
    ['is in no index', {}, 0],
    ['is not in every row', keyword, 3],
  ])('refuses a unique field that %s', async (_what, types, lacking) => {
    const stub = old(types, lacking);

    await assert.rejects(openOs(stub, { uniqueField: 'id' }), hasCode('EXPORT_SOURCE_ORDER_UNSAFE'));
    assert.deepEqual(closed(stub), [{ pit_id: ['pit-1'] }]);
  });
});

describe('close', () => {
  const source = (stub: StubClient): ReturnType<typeof elasticsearchSource> =>
    elasticsearchSource({ client: stub, maxRetries: 0 });

  it('takes a view that is already gone for closed', async () => {
    const snapshot = await open(client(well));

    await source(client({ 'DELETE /_pit': { status: 404, body: { succeeded: false, num_freed: 0 } } })).close(
      snapshot,
      {
        signal,
      },
    );
  });

  it('says when the server could not close it', async () => {
    const snapshot = await open(client(well));
    const broken = source(client({ 'DELETE /_pit': { status: 503 } }));

    await assert.rejects(broken.close(snapshot, { signal }), hasCode('EXPORT_SOURCE_UNAVAILABLE'));
  });

  it('refuses a snapshot of another source', async () => {
    const snapshot = await open(client(well));
    const stub = client();

    await assert.rejects(
      opensearchSource({ client: stub }).close(snapshot, { signal }),
      hasCode('EXPORT_OPTIONS_INVALID'),
    );
    await assert.rejects(
      source(stub).close({ state: null, partitions: [] }, { signal }),
      hasCode('EXPORT_OPTIONS_INVALID'),
    );
    assert.equal(stub.requests.length, 0);
  });
});
