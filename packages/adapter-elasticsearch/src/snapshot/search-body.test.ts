import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { searchRequest } from './search-body.ts';

const base = { query: { index: ['i'] }, pitId: 'p', keepAlive: '900s', size: 10, isCounted: true };

describe('searchRequest', () => {
  it('never accepts partial results, and extends the point in time with each page', () => {
    const { method, path, querystring, body } = searchRequest(base);

    assert.equal(`${method} ${path}`, 'POST /_search');
    assert.deepEqual(querystring, { allow_partial_search_results: 'false' });
    assert.deepEqual(JSON.parse(body ?? ''), {
      size: 10,
      track_total_hits: true,
      pit: { id: 'p', keep_alive: '900s' },
    });
  });

  it('splices the position in as text, with every digit', () => {
    const searchAfter = '[9223372036854775807,1.10,"a]}"]';

    const { body = '' } = searchRequest({ ...base, searchAfter });

    assert.ok(body.endsWith(`,"search_after":${searchAfter}}`));
    assert.doesNotThrow(() => JSON.parse(body));
  });

  it('carries what the query says, and the slice', () => {
    const query = {
      index: ['i'],
      query: { match_all: {} },
      sourceIncludes: ['a.*'],
      runtime_mappings: { day: { type: 'keyword' } },
    };
    const sort = [{ a: { order: 'asc' } }] as const;

    const { body } = searchRequest({ ...base, query, sort, slice: { id: 1, max: 3 }, isCounted: false });

    assert.deepEqual(JSON.parse(body ?? ''), {
      size: 10,
      track_total_hits: false,
      pit: { id: 'p', keep_alive: '900s' },
      sort,
      slice: { id: 1, max: 3 },
      query: { match_all: {} },
      _source: { includes: ['a.*'] },
      runtime_mappings: { day: { type: 'keyword' } },
    });
  });
});
