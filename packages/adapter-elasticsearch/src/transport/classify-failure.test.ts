import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { classifyFailure, type Phase, toExportError } from './classify-failure.ts';
import { readServerError, type SearchServerError } from './server-error.ts';

const UNAVAILABLE = 'EXPORT_SOURCE_UNAVAILABLE';
const REJECTED = 'EXPORT_SOURCE_REJECTED';
const LOST = 'EXPORT_SOURCE_CURSOR_LOST';

type Row = readonly [what: string, status: number, error: unknown, phase: Phase, code: string, isTooLarge?: boolean];

const phase = (...types: string[]): object => ({
  root_cause: types.map((type) => ({ type, reason: null })),
  type: 'search_phase_execution_exception',
  reason: 'all shards failed',
});
const caused = (type: string): object => ({
  root_cause: [],
  type: 'search_phase_execution_exception',
  caused_by: { type, reason: 'why' },
});

/** Each row was seen on a real server. */
const table: readonly Row[] = [
  ['a point in time that expired or was closed', 404, phase('search_context_missing_exception'), 'on-snapshot', LOST],
  [
    'a shard whose point in time is gone',
    500,
    { root_cause: [], failed_shards: [{ reason: { type: 'search_context_missing_exception' } }] },
    'on-snapshot',
    LOST,
  ],
  ['an index deleted under the snapshot', 404, { type: 'index_not_found_exception' }, 'on-snapshot', LOST],
  ['an index closed under the snapshot', 400, { type: 'index_closed_exception' }, 'on-snapshot', LOST],
  ['an index that never was', 404, { type: 'index_not_found_exception' }, 'before-snapshot', REJECTED],
  ['a node that has just gone', 502, phase('node_not_connected_exception'), 'on-snapshot', UNAVAILABLE],
  ['a node that is gone, on OpenSearch', 500, caused('illegal_state_exception'), 'on-snapshot', UNAVAILABLE],
  ['missing shards', 503, { root_cause: [], type: 'search_phase_execution_exception' }, 'on-snapshot', UNAVAILABLE],
  ['a full queue', 429, caused('es_rejected_execution_exception'), 'on-snapshot', UNAVAILABLE],
  ['a full queue with another status', 500, caused('rejected_execution_exception'), 'on-snapshot', UNAVAILABLE],
  ['too many points in time', 429, caused('open_search_rejected_execution_exception'), 'before-snapshot', UNAVAILABLE],
  ['a search stopped under pressure', 400, caused('task_cancelled_exception'), 'on-snapshot', UNAVAILABLE],
  ['a circuit breaker', 429, phase('circuit_breaking_exception'), 'on-snapshot', UNAVAILABLE, true],
  ['a circuit breaker with another status', 503, phase('circuit_breaking_exception'), 'on-snapshot', UNAVAILABLE, true],
  ['a search over its time, 9.2', 429, phase('timeout_exception'), 'on-snapshot', UNAVAILABLE],
  ['a search over its time, 8.19', 504, phase('timeout_exception'), 'on-snapshot', UNAVAILABLE],
  [
    'a page larger than the result window',
    400,
    { root_cause: [{ type: 'illegal_argument_exception', reason: 'Result window is too large, from + size…' }] },
    'on-snapshot',
    REJECTED,
    true,
  ],
  ['bad credentials', 401, { type: 'security_exception' }, 'before-snapshot', REJECTED],
  ['missing rights', 403, { type: 'security_exception' }, 'on-snapshot', REJECTED],
  ['a query that does not parse', 400, phase('parsing_exception'), 'before-snapshot', REJECTED],
  ['too many clauses', 400, phase('too_many_clauses'), 'on-snapshot', REJECTED],
  ['half floats', 500, phase('unsupported_operation_exception'), 'on-snapshot', REJECTED],
  ['a keyword compared with a number', 500, phase('class_cast_exception'), 'on-snapshot', REJECTED],
  ['an id that is garbage, on OpenSearch', 500, { type: 'unsupported_version_exception' }, 'on-snapshot', REJECTED],
  ['a path of another product', 400, 'no handler found for uri [/a/_pit]', 'before-snapshot', REJECTED],
  [
    'a header the server does not take',
    406,
    'Content-Type header [text/plain] is not supported',
    'on-snapshot',
    REJECTED,
  ],
  ['a gateway without a body', 502, undefined, 'on-snapshot', UNAVAILABLE],
  ['a gateway over its time', 504, undefined, 'on-snapshot', UNAVAILABLE],
  ['a request that came too slowly', 408, undefined, 'on-snapshot', UNAVAILABLE],
  ['a body too large for a gateway', 413, undefined, 'on-snapshot', REJECTED],
];

const answer = (status: number, error: unknown): SearchServerError =>
  readServerError({ status, bytes: Buffer.from(error === undefined ? '<html>' : JSON.stringify({ error, status })) });

describe('classifyFailure', () => {
  for (const [what, status, error, when, code, isTooLarge = false] of table) {
    it(`knows ${what} (${status})`, () => {
      const failure = classifyFailure(answer(status, error), when);

      assert.equal(failure.code, code);
      assert.equal(failure.isTransient, code === UNAVAILABLE);
      assert.equal(failure.isTooLarge, isTooLarge);
    });
  }
});

describe('toExportError', () => {
  it('tells the root type and the status, but not the reason, which may quote the query', () => {
    const secret = 'failed to parse [secret of a row]';
    const cause = answer(400, { root_cause: [{ type: 'parsing_exception', reason: secret }] });

    const error = toExportError(cause, classifyFailure(cause, 'before-snapshot'), 'Elasticsearch');

    assert.match(error.message, /parsing_exception.*400/);
    assert.ok(!error.message.includes('secret'));
    assert.deepEqual(error.details, { status: 400, types: ['parsing_exception'] });
    assert.deepEqual((error.cause as SearchServerError).reasons, [secret]);
  });

  it('hands on how long the server asked to wait', () => {
    const cause = answer(429, undefined);

    const error = toExportError(cause, classifyFailure(cause, 'on-snapshot'), 'Elasticsearch', 7000);

    assert.equal(error.retryAfterMs, 7000);
    assert.equal(error.isRetryable, true);
  });
});

describe('readServerError', () => {
  it('lists the types from the root outwards, each once', () => {
    const error = answer(500, {
      root_cause: [{ type: 'a', caused_by: { type: 'b' } }],
      failed_shards: [{ reason: { type: 'c', caused_by: { type: 'a' } } }],
      caused_by: { type: 'd' },
      type: 'search_phase_execution_exception',
    });

    assert.deepEqual(error.types, ['b', 'a', 'c', 'd', 'search_phase_execution_exception']);
  });

  it('survives answers that are no error of a search server', () => {
    for (const text of ['', 'null', '[]', '"text"', '{"error":[1]}', '{"error":{"root_cause":{}}}']) {
      assert.deepEqual(readServerError({ status: 500, bytes: Buffer.from(text) }).types, []);
    }
  });
});
