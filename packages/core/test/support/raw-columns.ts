import fc from 'fast-check';
import type { ColumnDefinition } from '../../src/contracts/index.ts';
import type { CsvOptions } from '../../src/index.ts';
import { rawKey } from './raw-documents.ts';

const column: fc.Arbitrary<ColumnDefinition> = fc.oneof(
  { weight: 3, arbitrary: rawKey.map((path) => ({ path })) },
  {
    weight: 4,
    arbitrary: fc
      .record({
        path: rawKey,
        type: fc.constantFrom('auto', 'text', 'number', 'boolean', 'json'),
        arrays: fc.constantFrom('join', 'json', 'first'),
      })
      .map((definition) => definition as ColumnDefinition),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        path: rawKey,
        type: fc.constant('date'),
        dateFormat: fc.constantFrom('iso', 'yyyy-MM-dd HH:mm'),
        timeZone: fc.constantFrom(undefined, 'Europe/Berlin'),
      })
      .map((definition) => definition as ColumnDefinition),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(rawKey, rawKey).map(
      ([one, other]): ColumnDefinition => ({
        header: 'computed',
        from: [one, other],
        value: (first, second) => (typeof first === 'bigint' ? first : `${typeof first} ${JSON.stringify(second)}`),
      }),
    ),
  },
);

/** One to five columns of paths of `rawKey`: every type, and functions of declared inputs. */
export const rawColumns: fc.Arbitrary<readonly ColumnDefinition[]> = fc
  .array(column, { minLength: 1, maxLength: 5 })
  .map((list) => list.map((definition, index) => ({ ...(definition as { path: string }), header: `${index}` })));

/** Every dialect and guard; delimiters, separators and texts that get in each other's way. */
export const rawOptions: fc.Arbitrary<CsvOptions> = fc.record(
  {
    dialect: fc.constantFrom('rfc4180', 'excel', 'excel-semicolon', 'tsv'),
    delimiter: fc.constantFrom(',', ';', '\t', ' ', '-', '.', '+', '\\', '/', "'", '|', '=', ']', '^'),
    recordDelimiter: fc.constantFrom('\r\n', '\n'),
    nullText: fc.constantFrom('', 'NULL', ',', '-', '"'),
    booleans: fc.constantFrom({ true: 'yes', false: 'no' }, { true: '=1', false: '' }),
    arrays: fc.constantFrom('join', 'json', 'first'),
    arraySeparator: fc.constantFrom(';', ',', ' | ', '"', '\n', '-', '=', '\ud800'),
    formulaGuard: fc.constantFrom('escape', 'none', 'reject'),
  },
  { requiredKeys: [] },
);
