import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { TryAgain } from '../transport/try-again.ts';
import { readCompleteAnswer, readCountedAnswer } from './check-answer.ts';

const good = {
  pit_id: 'p2',
  timed_out: false,
  _shards: { total: 3, successful: 3, skipped: 1, failed: 0 },
  hits: { total: { value: 7, relation: 'eq' }, hits: [] },
};
const expected = { owner: 'Elasticsearch', shards: 3, isCounted: true };
const encode = (answer: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(answer));

describe('readCompleteAnswer', () => {
  it('accepts an answer from every shard, with its count', () => {
    const answer = readCompleteAnswer(encode(good), expected);

    assert.equal(answer.rows, 7);
    assert.equal(answer.shards, 3);
    assert.equal(answer.pitId, 'p2');
  });

  it('takes the number of shards from the answer where nobody told it before', () => {
    assert.equal(readCompleteAnswer(encode(good), { ...expected, shards: undefined }).shards, 3);
  });

  it('needs no count where none was asked for', () => {
    const answer = readCompleteAnswer(encode({ ...good, hits: { hits: [] } }), { ...expected, isCounted: false });

    assert.equal(answer.rows, undefined);
  });

  it.each<[string, object]>([
    ['timed out', { timed_out: true }],
    ['does not say whether it timed out', { timed_out: undefined }],
    ['was terminated early', { terminated_early: true }],
    ['lacks a failed shard', { _shards: { total: 3, successful: 2, failed: 1 } }],
    ['lacks a shard that did not fail', { _shards: { total: 3, successful: 2, failed: 0 } }],
    ['comes from a view that was opened without a shard', { _shards: { total: 2, successful: 2, failed: 0 } }],
    ['says nothing about shards', { _shards: undefined }],
    ['counts only up to a limit', { hits: { total: { value: 10_000, relation: 'gte' }, hits: [] } }],
    ['does not count', { hits: { hits: [] } }],
  ])('refuses an answer that %s, to be asked for again', (_what, change) => {
    assert.throws(
      () => readCompleteAnswer(encode({ ...good, ...change }), expected),
      (error) => error instanceof TryAgain && error.failure.code === 'EXPORT_SOURCE_INCOMPLETE',
    );
  });

  it('says which shards are missing', () => {
    const answer = { ...good, _shards: { total: 3, successful: 2, failed: 1 } };

    assert.throws(
      () => readCountedAnswer(encode(answer), expected),
      (error) => {
        assert.ok(error instanceof TryAgain);
        assert.deepEqual(error.failure.details, {
          expectedShards: 3,
          totalShards: 3,
          successfulShards: 2,
          failedShards: 1,
        });
        return true;
      },
    );
  });

  it('takes an answer that breaks off for a failed connection, not for a short page', () => {
    const bytes = encode(good);

    assert.throws(
      () => readCompleteAnswer(bytes.subarray(0, bytes.length - 1), expected),
      (error) => error instanceof TryAgain && error.failure.code === 'EXPORT_SOURCE_UNAVAILABLE',
    );
  });
});
