import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { memorySource } from './memory-source.ts';
import { addMemoryRows } from './memory-source-backend.ts';

const signal = new AbortController().signal;

describe('memorySource', () => {
  it('refuses options it does not know', () => {
    assert.throws(() => memorySource({ batch: 'json' } as object), { code: 'EXPORT_OPTIONS_INVALID' });
    assert.throws(() => memorySource({ batches: 'text' as 'json' }), { code: 'EXPORT_OPTIONS_INVALID' });
    assert.throws(() => memorySource({ rows: [7 as unknown as string] }), { code: 'EXPORT_OPTIONS_INVALID' });
  });

  it('shares its backend with other instances', async () => {
    const source = memorySource({ rows: [{ id: 1 }] });
    const another = memorySource({ backend: source.backend });
    addMemoryRows(another.backend, [{ id: 2 }]);

    const snapshot = await source.open({}, { partitions: 1, signal });

    assert.equal(snapshot.expectedRows, 2);
    assert.equal(another.backend.snapshots.size, 1);
  });

  it('keeps every digit of rows given as JSON text', async () => {
    const source = memorySource({ rows: ['{"id":9007199254740993}', { id: 1 }], batches: 'json' });
    const snapshot = await source.open({}, { partitions: 1, signal });
    const [partition] = snapshot.partitions;
    assert.ok(partition);

    for await (const { rows } of source.read({}, snapshot, partition, { targetPageBytes: 1000, signal })) {
      assert.equal(rows.kind === 'json' && new TextDecoder().decode(rows.bytes), '[{"id":9007199254740993},{"id":1}]');
    }
  });

  it('selects rows by the values of their top-level fields', async () => {
    const source = memorySource({ rows: [{ kind: 'a' }, { kind: 'b' }, { kind: 'a', more: [1] }] });

    const snapshot = await source.open(source.validate({ where: { kind: 'a' } }), { partitions: 1, signal });

    assert.equal(snapshot.expectedRows, 2);
  });

  it('describes nested fields by dotted path, with the type they share or auto', async () => {
    const source = memorySource({
      rows: [
        { a: { b: 1, c: 'x' }, d: true },
        { a: { b: 'text' }, e: [1], f: null },
      ],
    });

    assert.deepEqual(await source.describe({}, { signal }), [
      { path: 'a.b', type: 'auto' },
      { path: 'a.c', type: 'text' },
      { path: 'd', type: 'boolean' },
      { path: 'e', type: 'auto' },
      { path: 'f', type: 'auto' },
    ]);
  });

  it('refuses a cursor of another source', async () => {
    const source = memorySource({ rows: [{ id: 1 }] });
    const snapshot = await source.open({}, { partitions: 1, signal });
    const [partition] = snapshot.partitions;
    assert.ok(partition);

    const pages = source.read({}, snapshot, partition, { after: '[1,"a"]', targetPageBytes: 1, signal });

    await assert.rejects(pages[Symbol.asyncIterator]().next(), { code: 'EXPORT_SOURCE_CURSOR_LOST' });
  });
});
