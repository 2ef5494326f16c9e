import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { encodeDocuments } from '../../../test/support/encode-rows.ts';
import { inCsv, nastyText } from '../../../test/support/nasty-text.ts';
import { csv } from './csv.ts';
import { type CsvDialectName, csvDialects } from './dialects.ts';

const dialects = Object.keys(csvDialects) as CsvDialectName[];
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) =>
    fc.array(fc.array(nastyText, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
  );

function fileOf(rows: readonly string[][], options: Parameters<typeof csv>[0]): string {
  const columns = (rows[0] ?? []).map((_, index) => `c${index}`);
  const documents = rows.map((cells) => Object.fromEntries(cells.map((cell, index) => [`c${index}`, cell])));
  return encodeDocuments(csv({ header: false, ...options }), columns, documents);
}

function guarded(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}

describe('csv, read back', () => {
  it('by csv-parse gives exactly the cells, in every dialect', () => {
    fc.assert(
      fc.property(fc.constantFrom(...dialects), table, (dialect, rows) => {
        const file = fileOf(rows, { dialect, formulaGuard: 'none' });
        const { delimiter } = csvDialects[dialect];

        assert.deepEqual(
          parse(Buffer.from(file), { delimiter, bom: true }),
          rows.map((cells) => cells.map(inCsv)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('by csv-parse gives the guarded cells with the default guard', () => {
    fc.assert(
      fc.property(table, (rows) => {
        assert.deepEqual(
          parse(fileOf(rows, {})),
          rows.map((cells) => cells.map((cell) => inCsv(guarded(cell)))),
        );
      }),
    );
  });

  const hasPython = spawnSync('python3', ['--version']).status === 0;

  it.runIf(hasPython)("by Python's csv module gives exactly the cells", () => {
    const script = [
      'import csv, io, json, sys',
      'csv.field_size_limit(1 << 30)',
      'out = []',
      'for dialect, text in json.load(sys.stdin):',
      '    reader = csv.reader(io.StringIO(text, newline=""), delimiter=dialect, strict=True)',
      '    out.append([row for row in reader])',
      'print(json.dumps(out))',
    ].join('\n');
    const tables = fc.sample(fc.tuple(fc.constantFrom(...dialects), table), 300);
    const files = tables.map(([dialect, rows]) => [
      csvDialects[dialect].delimiter,
      fileOf(rows, { dialect, formulaGuard: 'none', bom: false }),
    ]);

    const python = spawnSync('python3', ['-c', script], { input: JSON.stringify(files), maxBuffer: 2 ** 29 });

    assert.equal(python.stderr.toString(), '');
    assert.deepEqual(
      JSON.parse(python.stdout.toString()),
      tables.map(([, rows]) => rows.map((cells) => cells.map(inCsv))),
    );
  });
});
