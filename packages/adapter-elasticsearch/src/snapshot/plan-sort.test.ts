import assert from 'node:assert/strict';
import { ExportEngineError } from '@export-engine/core';
import { describe, it } from 'vitest';
import type { SearchQuery, SortOptions } from '../query/search-query.ts';
import type { Dialect } from './dialect.ts';
import { elasticsearchDialect } from './elasticsearch-dialect.ts';
import type { FieldTypes } from './field-types.ts';
import { openSearchDialect } from './opensearch-dialect.ts';
import { planSort, sortedFields } from './plan-sort.ts';

function plan(dialect: Dialect, asked: SortOptions, types: readonly string[], more: Partial<FieldTypes> = {}): unknown {
  const fieldTypes = new Map([['f', { types, isUnmappedSomewhere: false, isSortable: true, ...more }]]);
  return planSort({ index: ['i'], sort: [{ f: asked }] }, fieldTypes, dialect).clauses[0]?.['f'];
}

const hasCode = (code: string) => (error: unknown) => ExportEngineError.isInstance(error) && error.code === code;
const asc = { order: 'asc' } as const;
const desc = { order: 'desc' } as const;

describe('planSort', () => {
  it('leaves a plain field alone on Elasticsearch', () => {
    assert.deepEqual(plan(elasticsearchDialect, asc, ['long']), asc);
  });

  it('says where rows without the field go on OpenSearch, which loses them otherwise', () => {
    assert.deepEqual(plan(openSearchDialect, asc, ['long']), { order: 'asc', missing: '_last' });
    assert.deepEqual(plan(openSearchDialect, { ...asc, missing: '_first' }, ['keyword']), {
      ...asc,
      missing: '_first',
    });
  });

  it.each([
    [['long', 'integer'], 'long'],
    [['byte', 'short', 'integer'], 'long'],
    [['long', 'double'], 'double'],
    [['half_float', 'float'], 'double'],
    [['scaled_float', 'integer'], 'double'],
  ])('has %j compared as %s', (types, numericType) => {
    assert.deepEqual(plan(elasticsearchDialect, asc, types), { order: 'asc', numeric_type: numericType });
  });

  it('takes the type that was asked for, whatever the mappings say', () => {
    const asked = { ...asc, numeric_type: 'long' } as const;

    assert.deepEqual(plan(elasticsearchDialect, asked, ['long', 'double']), asked);
  });

  it('has half floats compared as doubles on Elasticsearch, which fails on them otherwise', () => {
    assert.deepEqual(plan(elasticsearchDialect, asc, ['half_float']), { order: 'asc', numeric_type: 'double' });
    assert.deepEqual(plan(openSearchDialect, asc, ['half_float']), { order: 'asc', missing: '_last' });
  });

  it.each([[['long', 'keyword']], [['date', 'long']], [['unsigned_long', 'long']], [['ip', 'keyword']]])(
    'refuses %j, which have no common order',
    (types) => {
      assert.throws(() => plan(elasticsearchDialect, asc, types), hasCode('EXPORT_SOURCE_ORDER_UNSAFE'));
    },
  );

  it('tells indices without the field what its type is elsewhere', () => {
    assert.deepEqual(plan(elasticsearchDialect, asc, ['keyword'], { isUnmappedSomewhere: true }), {
      order: 'asc',
      unmapped_type: 'keyword',
    });
  });

  it('refuses a field that no index has, unless its type was given', () => {
    const nowhere = { isUnmappedSomewhere: true };

    assert.throws(() => plan(elasticsearchDialect, asc, [], nowhere), hasCode('EXPORT_SOURCE_REJECTED'));
    assert.deepEqual(plan(elasticsearchDialect, { ...asc, unmapped_type: 'long' }, [], nowhere), {
      order: 'asc',
      unmapped_type: 'long',
    });
  });

  it('refuses text whose values are not kept for sorting', () => {
    const types = { isSortable: false };

    assert.throws(() => plan(elasticsearchDialect, asc, ['text'], types), hasCode('EXPORT_SOURCE_REJECTED'));
  });

  describe.each([elasticsearchDialect, openSearchDialect])('for rows without a date on $label', (dialect) => {
    const last = { ...asc, missing: '9223372036854775807' };

    it('gives a value as their place, without which servers lose them', () => {
      assert.deepEqual(plan(dialect, asc, ['date']), last);
      assert.deepEqual(plan(dialect, { ...asc, missing: '_last' }, ['date']), last);
      assert.deepEqual(plan(dialect, desc, ['date']), { ...desc, missing: '-9223372036854775808' });
    });

    it('takes the value from what dates are compared as', () => {
      const asLong = { ...asc, numeric_type: 'long' } as const;
      const asDouble = { ...desc, numeric_type: 'double' } as const;

      assert.deepEqual(plan(dialect, asLong, ['date']), { ...asLong, missing: last.missing });
      assert.deepEqual(plan(dialect, asDouble, ['date_nanos']), { ...asDouble, missing: '-Infinity' });
    });

    it('leaves a place that was asked for and that is not the last', () => {
      for (const missing of ['_first', '2020-01-01']) {
        assert.deepEqual(plan(dialect, { ...asc, missing }, ['date']), { ...asc, missing });
      }
    });
  });

  it('has nanosecond dates end at the epoch on Elasticsearch, before which there are none', () => {
    const compared = { numeric_type: 'date_nanos' };

    assert.deepEqual(plan(elasticsearchDialect, desc, ['date_nanos']), { ...desc, missing: 0 });
    assert.deepEqual(plan(elasticsearchDialect, desc, ['date', 'date_nanos']), { ...desc, ...compared, missing: 0 });
    assert.deepEqual(plan(elasticsearchDialect, asc, ['date', 'date_nanos']), {
      ...asc,
      ...compared,
      missing: '9223372036854775807',
    });
  });

  it('never uses the extremes for nanosecond dates on OpenSearch, on which it hangs', () => {
    assert.deepEqual(plan(openSearchDialect, asc, ['date_nanos']), { order: 'asc', missing: 0 });
    assert.deepEqual(plan(openSearchDialect, desc, ['date_nanos']), { order: 'desc', missing: 0 });
    assert.deepEqual(plan(openSearchDialect, { ...desc, missing: '_last' }, ['date_nanos']), {
      order: 'desc',
      missing: 0,
    });
    assert.deepEqual(plan(openSearchDialect, desc, ['date', 'date_nanos']), {
      order: 'desc',
      numeric_type: 'date_nanos',
      missing: 0,
    });
  });

  it('keeps a value of its own for rows without a nanosecond date', () => {
    const asked = { ...asc, missing: '2020-01-01' };

    assert.deepEqual(plan(openSearchDialect, asked, ['date_nanos']), asked);
  });

  it('needs every row to have the date where rows without it were wanted at the far end', () => {
    const fieldTypes = new Map([['f', { types: ['date_nanos'], isUnmappedSomewhere: false, isSortable: true }]]);
    const query: SearchQuery = { index: ['i'], sort: [{ f: { order: 'asc', missing: '_last' } }] };

    const { clauses, neededFields } = planSort(query, fieldTypes, openSearchDialect);

    assert.deepEqual(clauses, [{ f: { order: 'asc', missing: 0 } }]);
    assert.deepEqual(
      neededFields.map(({ field }) => field),
      ['f'],
    );
  });

  it('reads unordered where no order is asked', () => {
    const query: SearchQuery = { index: ['i'] };

    assert.deepEqual(planSort(query, new Map(), elasticsearchDialect).clauses, [{ _doc: { order: 'asc' } }]);
    assert.deepEqual(planSort(query, new Map(), openSearchDialect).clauses, []);
  });
});

describe('sortedFields', () => {
  it('names the mapped fields of the order, each once', () => {
    const query: SearchQuery = {
      index: ['i'],
      sort: [{ a: asc }, { _score: desc }, { _doc: asc }, { _id: asc }, { b: asc }],
      uniqueField: 'a',
    };

    assert.deepEqual(sortedFields(query), ['a', 'b']);
  });
});

describe('tiebreakers', () => {
  it('are unique over all indices on OpenSearch, whose _shard_doc repeats from index to index', () => {
    const query: SearchQuery = { index: ['i'], uniqueField: 'id' };

    assert.deepEqual(openSearchDialect.tiebreakers(query), [
      { clauses: [{ _shard_doc: { order: 'asc' } }, { _index: { order: 'asc' } }] },
      { clauses: [{ id: { order: 'asc', missing: '_last' } }, { _index: { order: 'asc' } }], uniqueField: 'id' },
    ]);
  });
});
