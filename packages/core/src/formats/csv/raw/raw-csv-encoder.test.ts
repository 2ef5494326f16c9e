import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { jsonBatch, textOf } from '../../../../test/support/encode-rows.ts';
import { nastyText } from '../../../../test/support/nasty-text.ts';
import { bindColumns, planColumns } from '../../../columns/index.ts';
import type { ColumnDefinition, RowBatch } from '../../../contracts/index.ts';
import { createCsvEncoder } from '../csv-encoder.ts';
import type { CsvOptions } from '../csv-options.ts';
import { csvSettings } from '../csv-settings.ts';
import { createRawCsvEncoder } from './raw-csv-encoder.ts';

type Outcome = { readonly text: string; readonly rowEnds: readonly number[] } | { readonly error: string };

/** What a route makes of a page: its bytes, or its refusal. */
function outcomeOf(
  route: 'raw' | 'object',
  columns: readonly ColumnDefinition[],
  options: CsvOptions,
  page: RowBatch,
  count: number,
): Outcome {
  const encoder = createCsvEncoder(bindColumns(planColumns(columns, 'test'), columns), csvSettings(options), route);
  try {
    const { bytes, rowEnds } = encoder.encode(page, count);
    return { text: textOf(bytes), rowEnds: [...rowEnds] };
  } catch (error) {
    return { error: String(error) };
  }
}

function assertSame(columns: readonly ColumnDefinition[], options: CsvOptions, documents: readonly string[]): void {
  const page = jsonBatch(documents);
  const object = outcomeOf('object', columns, options, page, documents.length);
  const raw = outcomeOf('raw', columns, options, page, documents.length);
  assert.deepEqual(raw, object);
}

const space = fc.constantFrom('', '', '', '', ' ', '\n', '\t', '\r\n ');
const digits = fc.constantFrom(
  ...['0', '-0', '1', '-1', '1.10', '1E5', '-2.50e-7', '1519443079516395150', '9007199254740993', '1e400', '0.1'],
);
/** The same text written in different ways: escapes in lower and upper case, or none. */
const string = fc.tuple(nastyText, fc.constantFrom('plain', 'ascii', 'slash')).map(([text, style]) => {
  const json = JSON.stringify(text);
  if (style === 'slash') return json.replaceAll('/', '\\/');
  return style === 'plain'
    ? json
    : json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
});
const key = fc.constantFrom('a', 'b', 'c', 'a.b', 'b.c', 'a.b.c', 'd', 'long key, with "quotes"', '__proto__', 'é');
const keyText = fc
  .tuple(key, fc.nat({ max: 40 }))
  .map(([name, dice]) => (dice === 0 ? `"\\u0061${JSON.stringify(name).slice(1)}` : JSON.stringify(name)));
const { object } = fc.letrec<{ value: string; array: string; object: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 4, arbitrary: string },
    { weight: 3, arbitrary: digits },
    { weight: 2, arbitrary: fc.constantFrom('true', 'false', 'null') },
    { weight: 2, arbitrary: tie('array') },
    { weight: 2, arbitrary: tie('object') },
  ),
  array: fc
    .array(fc.tuple(space, tie('value'), space), { maxLength: 4 })
    .map((items) => `[${items.map((item) => item.join('')).join(',')}]`),
  object: fc
    .array(fc.tuple(space, keyText, space, space, tie('value'), space), { maxLength: 6 })
    .map((items) => `{${items.map(([a, name, b, c, item, d]) => `${a}${name}${b}:${c}${item}${d}`).join(',')}}`),
}));

const path = fc.constantFrom('a', 'b', 'c', 'a.b', 'a.b.c', 'b.c', 'd', 'é', '__proto__', 'long key, with "quotes"');
const column: fc.Arbitrary<ColumnDefinition> = fc.oneof(
  { weight: 3, arbitrary: path.map((name) => ({ path: name })) },
  {
    weight: 4,
    arbitrary: fc
      .record({
        path,
        type: fc.constantFrom('auto', 'text', 'number', 'boolean', 'json'),
        arrays: fc.constantFrom('join', 'json', 'first'),
      })
      .map((definition) => definition as ColumnDefinition),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        path,
        type: fc.constant('date'),
        dateFormat: fc.constantFrom('iso', 'yyyy-MM-dd HH:mm'),
        timeZone: fc.constantFrom(undefined, 'Europe/Berlin'),
      })
      .map((definition) => definition as ColumnDefinition),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(path, path).map(
      ([one, other]): ColumnDefinition => ({
        header: 'computed',
        from: [one, other],
        value: (first, second) => (typeof first === 'bigint' ? first : `${typeof first} ${JSON.stringify(second)}`),
      }),
    ),
  },
);
const columns = fc
  .array(column, { minLength: 1, maxLength: 5 })
  .map((list) => list.map((definition, index) => ({ ...(definition as { path: string }), header: `${index}` })));
const options: fc.Arbitrary<CsvOptions> = fc.record(
  {
    dialect: fc.constantFrom('rfc4180', 'excel', 'excel-semicolon', 'tsv'),
    delimiter: fc.constantFrom(',', ';', '\t', ' ', '-', '.', '+', '\\', "'", '|', '=', ']', '^'),
    recordDelimiter: fc.constantFrom('\r\n', '\n'),
    nullText: fc.constantFrom('', 'NULL', ',', '-', '"'),
    booleans: fc.constantFrom({ true: 'yes', false: 'no' }, { true: '=1', false: '' }),
    arrays: fc.constantFrom('join', 'json', 'first'),
    arraySeparator: fc.constantFrom(';', ',', ' | ', '"', '\n', '-', '='),
    formulaGuard: fc.constantFrom('escape', 'none', 'reject'),
  },
  { requiredKeys: [] },
);

describe('the raw route', () => {
  it('writes what the object route writes, or leaves the page to it, for any documents, columns and options', {
    timeout: 60_000,
  }, () => {
    fc.assert(fc.property(columns, options, fc.array(object, { minLength: 1, maxLength: 4 }), assertSame), {
      numRuns: 2000,
    });
  });

  it('takes on what is common: it does not leave such pages to the other route', () => {
    const definitions = ['a', 'b.c', { path: 't', type: 'date' }, 'tags'] as const;
    const encode = createRawCsvEncoder(bindColumns(planColumns(definitions, 'test'), definitions), csvSettings({}));
    const documents = [
      '{ "a" : 12345678901234567890, "b": {"c": "say \\"hi\\", \\ud83d\\ude00"}, "t":"2026-01-01T00:00:00Z","tags":["x","y"]}',
      '{"x":[{"deep":[1,2,{}]}],"tags":[],"b":{"c":null}}',
      '{}',
    ];

    const page = encode?.(jsonBatch(documents), 3);

    assert.equal(
      textOf(page?.bytes ?? new Uint8Array()),
      '12345678901234567890,"say ""hi"", 😀",2026-01-01T00:00:00Z,x;y\r\n,,,\r\n,,,\r\n',
    );
  });

  it('refuses what is not whole JSON in the words of the object route', { timeout: 60_000 }, () => {
    const damaged = fc
      .tuple(
        fc.array(object, { minLength: 1, maxLength: 2 }),
        fc.nat(),
        fc.constantFrom('', '"', '\\', ',', ':', '0', '{', ']', '\u0001'),
      )
      .map(([documents, at, piece]) => {
        const text = Buffer.from(jsonBatch(documents).bytes).toString();
        const position = at % text.length;
        const bytes = Buffer.from(text.slice(0, position) + piece + text.slice(position + 1));
        return { page: { kind: 'json', bytes, documentPath: ['_source'] } as const, count: documents.length };
      });

    fc.assert(
      fc.property(columns, damaged, (definitions, { page, count }) => {
        assert.deepEqual(
          outcomeOf('raw', definitions, {}, page, count),
          outcomeOf('object', definitions, {}, page, count),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses bytes that are not UTF-8, and another number of rows', () => {
    const bytes = Buffer.concat([Buffer.from('[{"_source":{"a":"'), Buffer.from([0xff]), Buffer.from('"}}]')]);
    const page = { kind: 'json', bytes, documentPath: ['_source'] } as const;

    assert.match(JSON.stringify(outcomeOf('raw', ['a'], {}, page, 1)), /not whole UTF-8 JSON/);
    assert.match(JSON.stringify(outcomeOf('raw', ['a'], {}, jsonBatch(['{}']), 2)), /holds 1/);
    assert.match(JSON.stringify(outcomeOf('raw', ['a'], {}, jsonBatch(['{}', '{}']), 1)), /holds 2/);
  });

  it('reads a page whose elements are the documents', () => {
    const page = { kind: 'json', bytes: Buffer.from(' [ {"a":1} , {"a":2} ] '), documentPath: [] } as const;

    assert.deepEqual(outcomeOf('raw', ['a'], {}, page, 2), { text: '1\r\n2\r\n', rowEnds: [3, 6] });
  });
});
