import assert from 'node:assert/strict';
import { ExportEngineError } from '@export-engine/core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { stubClient } from '../../test/support/stub-client.ts';
import { elasticsearchSource } from '../elasticsearch-source.ts';
import { opensearchSource } from '../opensearch/opensearch-source.ts';

const client = stubClient(() => assert.fail('validate asks nobody'));
const elasticsearch = elasticsearchSource({ client });
const opensearch = opensearchSource({ client });

const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;

const bad: readonly (readonly [what: string, query: unknown, words: RegExp])[] = [
  ['nothing', undefined, /object of options/],
  ['text', 'tweets', /object of options/],
  ['no index', {}, /"index".*missing/],
  ['an empty index', { index: '' }, /"index"/],
  ['an empty list of indices', { index: [] }, /"index".*without elements/],
  ['an index that is a number', { index: 1 }, /"index"/],
  ['an index that leaves its path', { index: '../_all' }, /"index"/],
  ['an index with a question mark', { index: 'a?b' }, /"index"/],
  ['an index with half a character', { index: 'a\ud800' }, /"index"/],
  ['indices in one text', { index: 'a,b' }, /"index".*write an array/],
  ['an index of another cluster', { index: 'other:tweets' }, /"index".*cluster/],
  ['more names than fit a request line', { index: Array.from({ length: 500 }, () => 'tweets-2026') }, /"index"/],
  ['a query that is text', { index: 'a', query: 'hello' }, /"query"/],
  ['a query with undefined inside', { index: 'a', query: { term: { a: undefined } } }, /"query"/],
  ['a query with NaN inside', { index: 'a', query: { term: { a: Number.NaN } } }, /"query"/],
  ['a query with a Date inside', { index: 'a', query: { term: { a: new Date() } } }, /"query"/],
  ['a query that holds itself', { index: 'a', query: cyclic }, /"query"/],
  ['a sort that is a number', { index: 'a', sort: 1 }, /"sort"/],
  ['an empty sort', { index: 'a', sort: [] }, /"sort" must have 1 to 32/],
  ['two fields in one object', { index: 'a', sort: [{ a: 'asc', b: 'asc' }] }, /"sort".*one field/],
  ['a direction that does not exist', { index: 'a', sort: { a: 'up' } }, /sort on "a".*"order"/],
  ['a sort option that does not exist', { index: 'a', sort: { a: { ordre: 'asc' } } }, /sort on "a".*"ordre"/],
  ['a format', { index: 'a', sort: { a: { format: 'epoch_millis' } } }, /sort on "a".*exact position/],
  ['a mode that does not exist', { index: 'a', sort: { a: { mode: 'first' } } }, /sort on "a".*"mode"/],
  ['missing as an object', { index: 'a', sort: { a: { missing: {} } } }, /sort on "a".*"missing"/],
  ['missing for a score', { index: 'a', sort: { _score: { missing: 0 } } }, /sort on "_score".*"missing"/],
  ['a script sort', { index: 'a', sort: { _script: { script: 'x' } } }, /"_script".*script/],
  ['a distance sort', { index: 'a', sort: { _geo_distance: {} } }, /"_geo_distance".*distance/],
  ['the tiebreaker itself', { index: 'a', sort: '_shard_doc' }, /"_shard_doc".*added/],
  ['a pattern for a sort field', { index: 'a', sort: 'a*' }, /"sort"/],
  ['an empty source filter', { index: 'a', sourceIncludes: [] }, /"sourceIncludes"/],
  ['an unknown key', { index: 'a', qeury: {} }, /unknown option "qeury"/],
  ...['from', 'size', 'search_after', 'pit', 'scroll', 'slice', 'aggs', 'aggregations', 'collapse', 'rescore'].map(
    (key) => [key, { index: 'a', [key]: 1 }, new RegExp(`"${key}" is not allowed: `)] as const,
  ),
  ...['terminate_after', 'timeout', 'track_total_hits', '_source', 'fields', 'knn', 'post_filter', 'min_score'].map(
    (key) => [key, { index: 'a', [key]: 1 }, new RegExp(`"${key}" is not allowed: `)] as const,
  ),
];

describe('validate', () => {
  it.each(bad)('refuses %s and says why', (_what, query, words) => {
    for (const source of [elasticsearch, opensearch]) {
      assert.throws(
        () => source.validate(query),
        (error) =>
          ExportEngineError.isInstance(error) && error.code === 'EXPORT_OPTIONS_INVALID' && words.test(error.message),
      );
    }
  });

  it('keeps the keys of each product apart', () => {
    const runtime = { index: 'a', runtime_mappings: { day: { type: 'keyword' } } };
    const unique = { index: 'a', uniqueField: 'id' };

    assert.doesNotThrow(() => elasticsearch.validate(runtime));
    assert.doesNotThrow(() => opensearch.validate(unique));
    assert.throws(() => opensearch.validate(runtime), /runtime_mappings/);
    assert.throws(() => elasticsearch.validate(unique), /uniqueField/);
  });

  it('spells every sort out', () => {
    const sort = ['a', { b: 'desc' }, { c: { missing: '_first' } }, '_score', { _doc: 'desc' }] as const;

    assert.deepEqual(elasticsearch.validate({ index: 'x', sort }), {
      index: ['x'],
      sort: [
        { a: { order: 'asc' } },
        { b: { order: 'desc' } },
        { c: { order: 'asc', missing: '_first' } },
        { _score: { order: 'desc' } },
        { _doc: { order: 'desc' } },
      ],
    });
  });

  it('lets wildcards, exclusions and date math through', () => {
    const index = ['tweets-*', '-tweets-old', '<tweets-{now/d{yyyy.MM.dd|+12:00}}>'];

    assert.deepEqual(elasticsearch.validate({ index }).index, index);
  });

  it('shares nothing with the query handed in', () => {
    const handedIn = { index: ['a'], query: { terms: { id: [1] } }, sort: [{ a: { nested: { path: 'p' } } }] };

    const query = elasticsearch.validate(handedIn);
    handedIn.query.terms.id.push(2);
    handedIn.index.push('b');

    assert.deepEqual(query.query, { terms: { id: [1] } });
    assert.deepEqual(query.index, ['a']);
  });

  it('leaves a checked query as it is', () => {
    const anyField = fc.stringMatching(/^[a-z]{1,8}$/);
    const anySort = fc.oneof(
      anyField,
      fc.dictionary(anyField, fc.constantFrom('asc', 'desc'), { minKeys: 1, maxKeys: 1 }),
      fc.dictionary(anyField, fc.record({ missing: fc.constantFrom('_last', 3) }), { minKeys: 1, maxKeys: 1 }),
    );
    const anyQuery = fc.record(
      {
        index: fc.oneof(anyField, fc.array(anyField, { minLength: 1 })),
        query: fc.dictionary(fc.string(), fc.jsonValue()),
        sort: fc.oneof(anySort, fc.array(anySort, { minLength: 1, maxLength: 5 })),
        sourceIncludes: fc.array(anyField, { minLength: 1 }),
      },
      { requiredKeys: ['index'] },
    );
    fc.assert(
      fc.property(anyQuery, (query) => {
        const checked = elasticsearch.validate(query);
        assert.deepEqual(
          elasticsearch.validate(JSON.parse(JSON.stringify(checked))),
          JSON.parse(JSON.stringify(checked)),
        );
      }),
    );
  });
});
