import assert from 'node:assert/strict';
import { afterEach, describe, it, vi } from 'vitest';
import { jsonBatch, textOf } from '../../../../../test/support/encode-rows.ts';
import { bindColumns, planColumns } from '../../../../columns/index.ts';
import type { ColumnDefinition, RowBatch, RowEncoder } from '../../../../contracts/index.ts';
import { createCsvEncoder } from '../../csv-encoder.ts';
import { csvSettings } from '../../csv-settings.ts';
import { createHostCells, type HostCells, inputPaths } from '../host-cells.ts';
import { planSlots } from '../slot-plan.ts';
import { createKernelEncoder, type KernelEncoder } from './kernel-encoder.ts';

type JsonBatch = Extract<RowBatch, { kind: 'json' }>;

interface Encoders {
  readonly kernel: KernelEncoder | undefined;
  readonly object: RowEncoder;
  /** Of the kernel to its host. */
  readonly calls: { cells: number; documents: number };
}

function encodersFor(
  definitions: readonly ColumnDefinition[],
  documentPath: readonly string[] = ['_source'],
): Encoders {
  const columns = bindColumns(planColumns(definitions, 'test'), definitions);
  const settings = csvSettings({});
  const plan = planSlots(inputPaths(columns) ?? []);
  assert.ok(plan);
  const calls = { cells: 0, documents: 0 };
  const cells = createHostCells(columns, settings);
  const counted: HostCells = {
    cellText: (...call) => {
      calls.cells += 1;
      return cells.cellText(...call);
    },
    rowText: (...call) => {
      calls.documents += 1;
      return cells.rowText(...call);
    },
  };
  return {
    kernel: createKernelEncoder({ columns, settings, plan, documentPath }, counted),
    object: createCsvEncoder(columns, settings, 'object'),
    calls,
  };
}

function encode({ kernel }: Encoders, { bytes }: JsonBatch, count: number): string | undefined {
  assert.ok(kernel);
  const encoded = kernel(bytes, count);
  return encoded === undefined ? undefined : textOf(encoded.bytes);
}

function assertSame({ kernel, object }: Encoders, page: JsonBatch, count: number): void {
  assert.ok(kernel);
  const encoded = kernel(page.bytes, count);
  assert.ok(encoded);
  const expected = object.encode(page, count);
  assert.equal(textOf(encoded.bytes), textOf(expected.bytes));
  assert.deepEqual([...encoded.rowEnds], [...expected.rowEnds]);
}

const pathColumns = (count: number): ColumnDefinition[] =>
  Array.from({ length: count }, (_, index) => ({ path: 'a', header: `${index}` }));

describe('the kernel', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('grows its memory for a large page, and encodes small ones and larger ones after it', () => {
    const encoders = encodersFor(['a', 'b']);
    const document = (index: number): string => JSON.stringify({ a: index, b: `"${'x'.repeat(index % 300)}` });

    for (const count of [1, 20_000, 3, 40_000, 1]) {
      assertSame(encoders, jsonBatch(Array.from({ length: count }, (_, index) => document(index))), count);
    }
  });

  it('writes a row that is many times as long as its page', () => {
    assertSame(encodersFor(pathColumns(300)), jsonBatch([JSON.stringify({ a: 'x,y'.repeat(5000) })]), 1);
    assertSame(encodersFor(pathColumns(300)), jsonBatch([JSON.stringify({ a: Array(3000).fill(1) })]), 1);
  });

  it('finds the values of 2,000 columns, in order and out of order', () => {
    const names = Array.from({ length: 2000 }, (_, index) => `column ${index}`);
    const document = JSON.stringify(Object.fromEntries(names.map((name, index) => [name, index])));
    const reversed = JSON.stringify(Object.fromEntries(names.toReversed().map((name, index) => [name, index])));

    assertSame(encodersFor(names), jsonBatch([document, reversed, '{}', document]), 4);
  });

  it('takes no page whose end is missing for a whole one, whatever an earlier page left in its memory', () => {
    const encoders = encodersFor(['a', 'kkkkkkkkkkkkkkk', 'c.d'], []);
    const documents = Array.from({ length: 20 }, (_, index) =>
      JSON.stringify({ a: 'x'.repeat(index), kkkkkkkkkkkkkkk: true, c: { d: [1.5e3, null, '\n'] } }),
    );
    const whole = { kind: 'json', bytes: Buffer.from(`[${documents.join(',')}]`), documentPath: [] } as const;

    for (let length = 0; length < whole.bytes.length; length += 1) {
      assertSame(encoders, whole, 20);
      assert.equal(encode(encoders, { ...whole, bytes: whole.bytes.subarray(0, length) }, 20), undefined);
    }
  });

  it('takes no page for whole that goes on after its end', () => {
    const encoders = encodersFor(['a'], []);

    for (const rest of ['x', ' ]', ',{}', '\0', '\n\0']) {
      const bytes = Buffer.from(`[{"a":1}] ${rest}`);
      assert.equal(encode(encoders, { kind: 'json', bytes, documentPath: [] }, 1), undefined);
    }
  });

  it('gives a page up that is nested too deeply, rather than meet the end of the stack', () => {
    const encoders = encodersFor(['a']);
    const page = (depth: number): JsonBatch => jsonBatch([`{"b":${'['.repeat(depth)}${']'.repeat(depth)},"a":1}`]);

    assert.equal(encode(encoders, page(190), 1), '1\r\n');
    assert.equal(encode(encoders, page(1_000_000), 1), undefined);
  });

  it('gets the rows of documents that are not plain from its host, at the beginning, between and at the end', () => {
    const encoders = encodersFor(['a', 'b']);
    const plain = '{"a":1,"b":"x"}';
    const twice = '{"a":1,"b":2,"a":"last"}';

    assertSame(encoders, jsonBatch([twice, plain, '{"\\u0061":3}', plain, twice]), 5);

    assert.deepEqual(encoders.calls, { cells: 0, documents: 3 });
  });

  it('gets the cells that it does not write from its host, however long they are', () => {
    const long = { path: 'o', header: 'long' };
    const encoders = encodersFor(['a', long, { path: 't', type: 'date', dateFormat: 'yyyy' }, 'z']);
    const document = JSON.stringify({ a: 1, o: { text: 'é'.repeat(2_000_000) }, t: '2026-01-01', z: 'end' });

    assertSame(encoders, jsonBatch([document, '{}', document]), 3);

    assert.deepEqual(encoders.calls, { cells: 4, documents: 0 });
  });

  it('goes on with the next page after one with a refused cell', () => {
    const refusing: ColumnDefinition = {
      header: 'x',
      from: ['a'],
      value: (a: unknown) => (a === 2 ? assert.fail() : Number(a)),
    };
    const encoders = encodersFor([refusing]);
    const page = (...values: number[]): JsonBatch => jsonBatch(values.map((value) => `{"a":${value}}`));

    assert.throws(() => encode(encoders, page(1, 2, 3), 3), { code: 'EXPORT_CELL_REJECTED' });

    assert.equal(encode(encoders, page(3, 4), 2), '3\r\n4\r\n');
  });

  it('is done without where there is no WebAssembly', () => {
    vi.stubGlobal('WebAssembly', undefined);

    assert.equal(encodersFor(['a']).kernel, undefined);
  });

  it('is done without where its module can not be compiled', () => {
    class Module {
      constructor() {
        throw new Error('no SIMD');
      }
    }
    vi.stubGlobal('WebAssembly', { Module });

    assert.equal(encodersFor(['a']).kernel, undefined);
  });
});
