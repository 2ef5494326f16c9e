import assert from 'node:assert/strict';
import { ExportEngineError } from '@export-engine/core';
import { describeWithServer } from '@export-engine/servers/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type IndexOptions, searchServer } from '../support/search-server.ts';
import { readAll, SERVERS, SERVERS_WITH_TIEBREAKER, sourceFor } from '../support/sources.ts';

const ROWS = 10_000;
const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `row-${index}`);
const hasCode = (code: string) => (error: unknown) => ExportEngineError.isInstance(error) && error.code === code;

/** Asserts that every row came exactly once. */
function assertComplete(read: readonly string[], expected: readonly string[]): void {
  assert.equal(read.length, expected.length);
  assert.deepEqual(read.toSorted(), expected.toSorted());
}

for (const name of SERVERS) {
  describeWithServer(name, (description) => {
    const server = searchServer(description);
    const source = sourceFor(description);
    const unique = name === 'opensearch219' ? { uniqueField: 'id' } : {};
    const indices: string[] = [];

    const createIndex = async (options: IndexOptions): Promise<string> => {
      const properties = { id: { type: 'keyword' }, ...options.properties };
      const index = await server.createIndex({ ...options, prefix: 'orders', properties });
      indices.push(index);
      return index;
    };

    afterAll(async () => {
      await Promise.all(indices.map((index) => server.deleteIndex(index)));
    });

    describe('10,000 rows with one timestamp', () => {
      let index: string;
      beforeAll(async () => {
        index = await createIndex({ shards: 5, properties: { at: { type: 'date' } } });
        await server.addDocuments(
          index,
          ids(ROWS).map((id) => `{"id":"${id}","at":"2026-01-01T00:00:00Z"}`),
        );
      });

      it.each([
        ['without an order', {}],
        ['by the timestamp', { sort: 'at' }],
        ['by the timestamp, descending', { sort: { at: 'desc' } }],
        ['by score', { sort: '_score', query: { match_all: {} } }],
        ['by document', { sort: '_doc' }],
      ])('are read completely %s', async (_what, query) => {
        const { ids: read, snapshot } = await readAll(source, { index, ...unique, ...query });

        assert.equal(snapshot.expectedRows, ROWS);
        assertComplete(read, ids(ROWS));
      });

      it('are read completely in slices, which share no row', async () => {
        const { partitions } = await readAll(source, { index, ...unique }, { partitions: 4 });

        assert.equal(partitions.length, 4);
        assertComplete(partitions.flat(), ids(ROWS));
      });

      it('are counted and read by the query alone', async () => {
        const query = { terms: { id: ids(30) } };

        const { ids: read, snapshot } = await readAll(source, { index, query, sort: 'at', ...unique });

        assert.equal(snapshot.expectedRows, 30);
        assertComplete(read, ids(30));
      });
    });

    describe('several indices', () => {
      it('are read completely, though their documents have the same positions', async () => {
        const names = await Promise.all(
          [1, 2, 3].map(() => createIndex({ shards: 2, properties: { n: { type: 'long' } } })),
        );
        for (const [position, index] of names.entries()) {
          await server.addDocuments(
            index,
            ids(1000).map((id) => `{"id":"${position}-${id}","n":1}`),
          );
        }
        const expected = names.flatMap((_, position) => ids(1000).map((id) => `${position}-${id}`));

        for (const sort of [{}, { sort: 'n' }]) {
          const { ids: read } = await readAll(
            source,
            { index: names, ...sort, ...unique },
            { targetPageBytes: 10_000 },
          );
          assertComplete(read, expected);
        }
      });

      it('are put in one order where their mappings differ', async () => {
        const first = await createIndex({
          dynamic: false,
          properties: {
            when: { type: 'date' },
            size: { type: 'long' },
            only: { type: 'long' },
            at: { type: 'integer' },
          },
        });
        const second = await createIndex({
          dynamic: false,
          properties: { when: { type: 'date_nanos' }, size: { type: 'double' }, at: { type: 'long' } },
        });
        const document = (number: number): string =>
          `{"id":"row-${number}","when":"2026-01-01T00:00:${String(number).padStart(2, '0')}Z","size":${number},"only":${number},"at":${number}}`;
        const even = Array.from({ length: 30 }, (_, index) => 2 * index);
        await server.addDocuments(first, even.map(document));
        await server.addDocuments(
          second,
          even.map((number) => document(number + 1)),
        );
        const index = [first, second];
        const inOrder = ids(60);

        for (const field of ['when', 'size', 'at']) {
          const ascending = await readAll(source, { index, sort: field, ...unique }, { targetPageBytes: 3000 });
          assert.deepEqual(ascending.ids, inOrder, field);
          const descending = await readAll(source, { index, sort: { [field]: 'desc' }, ...unique });
          assert.deepEqual(descending.ids, inOrder.toReversed(), field);
        }
        const partly = await readAll(source, { index, sort: 'only', ...unique }, { targetPageBytes: 3000 });
        assertComplete(partly.ids, inOrder);
      });

      it('are refused where a field has no common order', async () => {
        const first = await createIndex({ properties: { f: { type: 'long' } } });
        const second = await createIndex({ properties: { f: { type: 'keyword' } } });

        await assert.rejects(
          readAll(source, { index: [first, second], sort: 'f', ...unique }),
          hasCode('EXPORT_SOURCE_ORDER_UNSAFE'),
        );
        assert.equal(await server.openContexts(first), 0);
      });
    });

    describe('a shard in which no row has the date', () => {
      const INDICES = 9;
      const undated = ['a', 'b', 'c', 'd'];

      it.each([
        { type: 'date' },
        { type: 'date_nanos' },
        { type: 'date', format: 'yyyy-MM-dd HH:mm:ss||strict_date_optional_time' },
      ])('loses no row, when it comes before shards with both: %j', async (at) => {
        const created = await Promise.all(ids(INDICES).map(() => createIndex({ properties: { at } })));
        // In the order of their names. They are more than the server asks at once, so it knows rows of some already.
        const [first = assert.fail(), ...others] = created.toSorted();
        await server.addDocuments(
          first,
          undated.map((id) => `{"id":"${id}"}`),
        );
        for (const [position, index] of others.entries()) {
          await server.addDocuments(index, [
            `{"id":"row-${position}","at":"2026-01-01T00:00:0${position}Z"}`,
            `{"id":"without-${position}"}`,
          ]);
        }
        const expected = [...undated, ...others.flatMap((_, position) => [`row-${position}`, `without-${position}`])];

        for (const order of ['asc', 'desc']) {
          for (const targetPageBytes of [1, 4000]) {
            const query = { index: created, sort: { at: order }, ...unique };
            const { ids: read } = await readAll(source, query, { targetPageBytes });
            assertComplete(read, expected);
          }
        }
      });
    });

    describe('sort values at the edges', () => {
      const longs = [
        -(2n ** 63n),
        -(2n ** 63n) + 1n,
        -(2n ** 53n) - 1n,
        -(2n ** 53n),
        0n,
        2n ** 53n,
        2n ** 53n + 1n,
        2n ** 53n + 2n,
        1519443079516395150n,
        1519443079516395151n,
        2n ** 63n - 2n,
        2n ** 63n - 1n,
      ];
      const values = (position: number): string => {
        const seconds = `2026-01-01T00:00:00.${String(position).padStart(9, '0')}Z`;
        const half = (position - 5) / 4;
        return `"long":${longs[position]},"nanos":"${seconds}","half":${half},"flag":${position > 5},"word":"${'x'.repeat(position + 1)}!é🙂","real":1e-${position}`;
      };
      const documents = [
        ...longs.map((_, position) => `{"id":"row-${position}",${values(position)}}`),
        ...longs.map((_, position) => `{"id":"row-${longs.length + position}"}`),
      ];
      let index: string;
      beforeAll(async () => {
        index = await createIndex({
          shards: 3,
          properties: {
            long: { type: 'long' },
            nanos: { type: 'date_nanos' },
            half: { type: 'half_float' },
            flag: { type: 'boolean' },
            word: { type: 'keyword' },
            real: { type: 'double' },
          },
        });
        await server.addDocuments(index, documents);
      });

      it.each(['long', 'nanos', 'half', 'flag', 'word', 'real'])(
        'lose no row, with the field or without it, for any page: %s',
        async (field) => {
          for (const order of ['asc', 'desc']) {
            for (const targetPageBytes of [1, 4000]) {
              const { ids: read } = await readAll(
                source,
                { index, sort: { [field]: order }, ...unique },
                { targetPageBytes },
              );
              assertComplete(read, ids(documents.length));
            }
          }
        },
      );

      it('are in exact order, to the last digit', async () => {
        for (const field of ['long', 'nanos', 'half', 'word']) {
          const query = { index, query: { exists: { field } }, sort: field, ...unique };

          const { ids: read } = await readAll(source, query, { targetPageBytes: 1 });

          assert.deepEqual(read, ids(longs.length), field);
        }
      });

      it('put rows without the field where they are wanted', async () => {
        for (const missing of ['_first', '_last']) {
          const { ids: read } = await readAll(source, { index, sort: { real: { missing } }, ...unique });

          const lacking = missing === '_first' ? read.slice(0, longs.length) : read.slice(longs.length);
          assertComplete(lacking, ids(documents.length).slice(longs.length));
        }
      });
    });
  });
}

describeWithServer('opensearch219', (description) => {
  const server = searchServer(description);
  const source = sourceFor(description);

  it('refuses to read without a unique field, and leaves nothing open', async () => {
    const index = await server.createIndex({ properties: { id: { type: 'keyword' } } });
    await server.addDocuments(index, ['{"id":"a"}', '{"other":1}']);

    await assert.rejects(readAll(source, { index }), hasCode('EXPORT_SOURCE_ORDER_UNSAFE'));
    await assert.rejects(readAll(source, { index, uniqueField: 'id' }), hasCode('EXPORT_SOURCE_ORDER_UNSAFE'));
    await assert.rejects(readAll(source, { index, uniqueField: 'other.x' }), hasCode('EXPORT_SOURCE_ORDER_UNSAFE'));

    assert.equal(await server.openContexts(index), 0);
    await server.deleteIndex(index);
  });

  it('reads by _id, which every document has', async () => {
    const index = await server.createIndex({ shards: 3 });
    await server.addDocuments(
      index,
      ids(500).map((id) => `{"id":"${id}"}`),
    );

    assertComplete((await readAll(source, { index, uniqueField: '_id' }, { targetPageBytes: 10_000 })).ids, ids(500));
    await server.deleteIndex(index);
  });

  it('never ends short when the unique field is not unique', async () => {
    const index = await server.createIndex({ properties: { same: { type: 'keyword' } } });
    await server.addDocuments(
      index,
      ids(50).map((id) => `{"id":"${id}","same":"x"}`),
    );
    const quick = sourceFor(description, { maxRetries: 0 });

    await assert.rejects(
      readAll(quick, { index, uniqueField: 'same' }, { targetPageBytes: 10_000 }),
      hasCode('EXPORT_SOURCE_INCOMPLETE'),
    );
    await server.deleteIndex(index);
  });
});

for (const name of ['opensearch38', 'opensearch219'] as const) {
  describeWithServer(name, (description) => {
    it('refuses rows without a nanosecond date at the far end, where the server would hang or lose them', async () => {
      const server = searchServer(description);
      const source = sourceFor(description);
      const properties = { id: { type: 'keyword' }, at: { type: 'date_nanos' } };
      const index = await server.createIndex({ shards: 2, properties });
      await server.addDocuments(index, ['{"id":"a","at":"2026-01-01T00:00:00Z"}', '{"id":"b"}']);
      const query = { index, uniqueField: 'id', sort: { at: { order: 'asc', missing: '_last' } } };

      await assert.rejects(readAll(source, query), hasCode('EXPORT_SOURCE_ORDER_UNSAFE'));
      const everyRowHasIt = { ...query, query: { exists: { field: 'at' } } };
      assertComplete((await readAll(source, everyRowHasIt)).ids, ['a']);

      assert.equal(await server.openContexts(index), 0);
      await server.deleteIndex(index);
    });
  });
}

for (const name of SERVERS_WITH_TIEBREAKER) {
  describeWithServer(name, (description) => {
    it('needs no unique field', async () => {
      const server = searchServer(description);
      const index = await server.createIndex({});
      await server.addDocuments(index, ['{"id":"a"}', '{"id":"b"}']);

      assertComplete((await readAll(sourceFor(description), { index })).ids, ['a', 'b']);
      await server.deleteIndex(index);
    });
  });
}
