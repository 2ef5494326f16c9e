import assert from 'node:assert/strict';
import { type ColumnDescription, ExportEngineError } from '@export-engine/core';
import { describe, it } from 'vitest';
import { stubClient } from '../../test/support/stub-client.ts';
import { elasticsearchSource } from '../elasticsearch-source.ts';

async function columns(
  mappings: Readonly<Record<string, object>>,
  sourceIncludes?: readonly string[],
): Promise<readonly ColumnDescription[]> {
  const indices = Object.entries(mappings).map(([index, properties]) => [index, { mappings: { properties } }]);
  const client = stubClient(() => ({ body: Object.fromEntries(indices) }));
  const query = { index: 'tweets-*', ...(sourceIncludes === undefined ? {} : { sourceIncludes }) };
  return await elasticsearchSource({ client }).describe(query, { signal: new AbortController().signal });
}

describe('describe', () => {
  it('gives each field of the documents a column of its type', async () => {
    const described = await columns({
      a: {
        id: { type: 'long' },
        price: { type: 'scaled_float', scaling_factor: 100 },
        at: { type: 'date' },
        text: { type: 'text', fields: { keyword: { type: 'keyword' } } },
        tag: { type: 'keyword' },
        isNew: { type: 'boolean' },
        place: { type: 'geo_point' },
        unheard: { type: 'of_tomorrow' },
      },
    });

    assert.deepEqual(described, [
      { path: 'id', type: 'number' },
      { path: 'price', type: 'number' },
      { path: 'at', type: 'date' },
      { path: 'text', type: 'text' },
      { path: 'tag', type: 'text' },
      { path: 'isNew', type: 'boolean' },
      { path: 'place', type: 'json' },
      { path: 'unheard', type: 'auto' },
    ]);
  });

  it('opens objects and keeps nested and unmapped ones as JSON', async () => {
    const described = await columns({
      a: {
        user: { properties: { name: { type: 'keyword' }, address: { properties: { city: { type: 'text' } } } } },
        comments: { type: 'nested', properties: { text: { type: 'text' } } },
        anything: { type: 'object', enabled: false },
        empty: { properties: {} },
      },
    });

    assert.deepEqual(described, [
      { path: 'user.name', type: 'text' },
      { path: 'user.address.city', type: 'text' },
      { path: 'comments', type: 'json' },
      { path: 'anything', type: 'json' },
      { path: 'empty', type: 'json' },
    ]);
  });

  it('leaves out aliases, which no document holds', async () => {
    const described = await columns({ a: { id: { type: 'long' }, number: { type: 'alias', path: 'id' } } });

    assert.deepEqual(described, [{ path: 'id', type: 'number' }]);
  });

  it('reads a date as a date only where its format is ISO or milliseconds', async () => {
    const described = await columns({
      a: {
        iso: { type: 'date', format: 'strict_date_optional_time||epoch_millis' },
        nanos: { type: 'date_nanos', format: 'strict_date_optional_time_nanos' },
        seconds: { type: 'date', format: 'epoch_second' },
        local: { type: 'date', format: 'dd/MM/yyyy||epoch_millis' },
      },
    });

    assert.deepEqual(
      described.map(({ type }) => type),
      ['date', 'date', 'auto', 'auto'],
    );
  });

  it('merges indices by name, and leaves open what they disagree about', async () => {
    const described = await columns({
      b: { n: { type: 'keyword' }, onlyB: { type: 'ip' }, same: { type: 'integer' } },
      a: { n: { type: 'long' }, same: { type: 'long' } },
    });

    assert.deepEqual(described, [
      { path: 'n', type: 'auto' },
      { path: 'same', type: 'number' },
      { path: 'onlyB', type: 'text' },
    ]);
  });

  it('describes only what a source filter lets through', async () => {
    const mapping = {
      a: { type: 'long' },
      ab: { type: 'long' },
      user: { properties: { name: { type: 'keyword' }, age: { type: 'long' } } },
      deep: { type: 'nested' },
      'c.d': { type: 'long' },
    };
    const paths = async (...includes: readonly string[]): Promise<readonly string[]> =>
      (await columns({ i: mapping }, includes)).map(({ path }) => path);

    assert.deepEqual(await paths('a'), ['a']);
    assert.deepEqual(await paths('a*'), ['a', 'ab']);
    assert.deepEqual(await paths('user'), ['user.name', 'user.age']);
    assert.deepEqual(await paths('*.name', 'deep.x'), ['user.name', 'deep']);
    assert.deepEqual(await paths('c.d', 'cxd'), ['c.d']);
  });

  it('rejects a pattern that matches no index', async () => {
    await assert.rejects(
      columns({}),
      (error) => ExportEngineError.isInstance(error) && error.code === 'EXPORT_SOURCE_REJECTED',
    );
  });
});
