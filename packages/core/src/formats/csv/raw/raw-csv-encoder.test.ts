import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterEach, describe, it, vi } from 'vitest';
import { jsonBatch, textOf } from '../../../../test/support/encode-rows.ts';
import { rawColumns, rawOptions } from '../../../../test/support/raw-columns.ts';
import { damagedPage, type RawPage, rawPage } from '../../../../test/support/raw-pages.ts';
import { bindColumns, planColumns } from '../../../columns/index.ts';
import type { ColumnDefinition, RowEncoder } from '../../../contracts/index.ts';
import { createCsvEncoder } from '../csv-encoder.ts';
import type { CsvOptions } from '../csv-options.ts';
import type { CsvRoute } from '../csv-route.ts';
import { csvSettings } from '../csv-settings.ts';
import { createRawCsvEncoder, type EncodeRaw } from './raw-csv-encoder.ts';

type Outcome = { readonly text: string; readonly rowEnds: readonly number[] } | { readonly error: string };

/** What an encoder makes of a page: its bytes, or its refusal. */
function outcomeOf(encoder: RowEncoder, { batch, count }: RawPage): Outcome {
  try {
    const { bytes, rowEnds } = encoder.encode(batch, count);
    return { text: textOf(bytes), rowEnds: [...rowEnds] };
  } catch (error) {
    return { error: String(error) };
  }
}

function encoderOf(route: CsvRoute, columns: readonly ColumnDefinition[], options: CsvOptions = {}): RowEncoder {
  return createCsvEncoder(bindColumns(planColumns(columns, 'test'), columns), csvSettings(options), route);
}

/** The same encoders for all pages: what one leaves behind must not show in the next. */
function assertSame(columns: readonly ColumnDefinition[], options: CsvOptions, pages: readonly RawPage[]): void {
  const object = encoderOf('object', columns, options);
  const raw = encoderOf('raw', columns, options);
  for (const page of pages) assert.deepEqual(outcomeOf(raw, page), outcomeOf(object, page));
}

function rawEncoder(definitions: readonly ColumnDefinition[]): EncodeRaw {
  const columns = bindColumns(planColumns(definitions, 'test'), definitions);
  const encode = createRawCsvEncoder(columns, csvSettings({}));
  assert.ok(encode);
  return encode;
}

describe('the raw route', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('writes what the object route writes, or leaves the page to it, for any documents, columns and options', {
    timeout: 300_000,
  }, () => {
    // A refused cell takes its whole page to the other route, so some pages are small.
    const pages = fc.array(fc.oneof(rawPage(3), rawPage(60)), { minLength: 1, maxLength: 3 });
    let documents = 0;

    fc.assert(
      fc.property(rawColumns, rawOptions, pages, (columns, options, list) => {
        assertSame(columns, options, list);
        documents += list.reduce((sum, { count }) => sum + count, 0);
      }),
      { numRuns: 3400 },
    );

    assert.ok(documents >= 100_000, `only ${documents} documents`);
  });

  it('refuses what is not whole JSON in the words of the object route', { timeout: 120_000 }, () => {
    const property = fc.property(rawColumns, damagedPage, (columns, page) => assertSame(columns, {}, [page]));

    fc.assert(property, { numRuns: 2000 });
  });

  it('takes on what is common: it does not leave such pages to the other route', () => {
    const encode = rawEncoder(['a', 'b.c', { path: 't', type: 'date' }, 'tags']);
    const documents = [
      '{ "a" : 12345678901234567890, "b": {"c": "say \\"hi\\", \\ud83d\\ude00"}, "t":"2026-01-01T00:00:00Z","tags":["x","y"]}',
      '{"x":[{"deep":[1,2,{}]}],"tags":[],"b":{"c":null}}',
      '{}',
    ];

    const page = encode(jsonBatch(documents), 3);

    assert.equal(
      textOf(page?.bytes ?? new Uint8Array()),
      '12345678901234567890,"say ""hi"", 😀",2026-01-01T00:00:00Z,x;y\r\n,,,\r\n,,,\r\n',
    );
  });

  it('refuses bytes that are not UTF-8, and another number of rows', () => {
    const bytes = Buffer.concat([Buffer.from('[{"_source":{"a":"'), Buffer.from([0xff]), Buffer.from('"}}]')]);
    const encoder = encoderOf('raw', ['a']);
    const errorOf = (page: RawPage): string => JSON.stringify(outcomeOf(encoder, page));

    assert.match(
      errorOf({ batch: { kind: 'json', bytes, documentPath: ['_source'] }, count: 1 }),
      /not whole UTF-8 JSON/,
    );
    assert.match(errorOf({ batch: jsonBatch(['{}']), count: 2 }), /holds 1/);
    assert.match(errorOf({ batch: jsonBatch(['{}', '{}']), count: 1 }), /holds 2/);
  });

  it('reads a page whose elements are the documents', () => {
    const page = rawEncoder(['a'])(
      { kind: 'json', bytes: Buffer.from(' [ {"a":1} , {"a":2} ] '), documentPath: [] },
      2,
    );

    assert.deepEqual(page && { text: textOf(page.bytes), rowEnds: [...page.rowEnds] }, {
      text: '1\r\n2\r\n',
      rowEnds: [3, 6],
    });
  });

  it('leaves to the object route what is too large, or whose documents stand elsewhere than those of the first page', () => {
    const encode = rawEncoder(['a']);
    const small = jsonBatch(['{"a":1}']);
    const large = jsonBatch([`{"a":1,"x":"${'x'.repeat(32 * 1024 * 1024)}"}`]);
    const elsewhere = { kind: 'json', bytes: Buffer.from('[{"a":1}]'), documentPath: [] } as const;

    assert.ok(encode(small, 1));
    assert.equal(encode(large, 1), undefined);
    assert.equal(encode(elsewhere, 1), undefined);
    assert.ok(encode(small, 1));
  });

  it('leaves a page to the object route whose rows need more memory than there is, and all that follow', {
    timeout: 60_000,
  }, () => {
    const columns = Array.from({ length: 40 }, (_, index) => ({ path: 'a', header: `${index}` }));
    const encode = rawEncoder(columns);
    const tooMuch = jsonBatch([JSON.stringify({ a: 'x'.repeat(8 * 1024 * 1024) })]);

    assert.equal(encode(tooMuch, 1), undefined);
    assert.equal(encode(jsonBatch(['{}']), 1), undefined);
  });

  it('leaves every page to the object route where there is no WebAssembly', () => {
    vi.stubGlobal('WebAssembly', undefined);

    assert.equal(rawEncoder(['a'])(jsonBatch(['{"a":1}']), 1), undefined);
    assert.deepEqual(outcomeOf(encoderOf('raw', ['a']), { batch: jsonBatch(['{"a":1}']), count: 1 }), {
      text: '1\r\n',
      rowEnds: [3],
    });
  });
});
