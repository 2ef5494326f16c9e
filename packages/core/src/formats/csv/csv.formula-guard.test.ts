import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { encodeDocuments, encodeJson, encoderFor } from '../../../test/support/encode-rows.ts';
import { csv } from './csv.ts';

const formulas = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'].map((sign) => `${sign}1+1`);

function cell(value: unknown, options: Parameters<typeof csv>[0] = {}): string {
  return encodeDocuments(csv({ header: false, ...options }), ['a'], [{ a: value }]).slice(0, -2);
}

describe('csv option formulaGuard', () => {
  it.each(formulas)('puts a quote sign before %j by default', (text) => {
    assert.equal(cell(text).replaceAll('"', ''), `'${text}`);
  });

  it.each(['1=1', ' =1', 'a@b', "'=1", '', '​=1'])('leaves %j alone', (text) => {
    assert.equal(cell({ a: text }.a), text === '' ? '""' : text);
  });

  it('never touches numbers', () => {
    assert.equal(cell(-5), '-5');
    assert.equal(cell(-5n), '-5');
    assert.equal(cell([-5, -6]), '-5;-6');
    assert.equal(
      encodeJson(csv({ header: false }), ['a', 'b'], ['{"a":-1.50,"b":[-9007199254740993]}']),
      '-1.50,-9007199254740993\r\n',
    );
  });

  it('takes a text that is a number for one in a number column only', () => {
    const columns = [
      { path: 'a', type: 'number' },
      { path: 'a', header: 'b', type: 'text' },
      { path: 'c', type: 'number' },
    ] as const;

    assert.equal(encodeDocuments(csv({ header: false }), columns, [{ a: '-5', c: '-5+1' }]), "-5,'-5,'-5+1\r\n");
  });

  it('guards numbers of a text column, as they are texts there', () => {
    assert.equal(encodeJson(csv({ header: false }), [{ path: 'a', type: 'text' }], ['{"a":-1.50}']), "'-1.50\r\n");
  });

  it('guards a joined array as one cell', () => {
    assert.equal(cell(['=1', 'x']), "'=1;x");
    assert.equal(cell(['x', '=1']), 'x;=1');
    assert.equal(cell([-1, 'x']), "'-1;x");
  });

  it('guards headers', () => {
    assert.equal(encodeDocuments(csv(), [{ path: 'a', header: '=h' }], [{ a: 1 }]), "'=h\r\n1\r\n");
    assert.equal(
      encodeDocuments(csv({ formulaGuard: 'none' }), [{ path: 'a', header: '=h' }], [{ a: 1 }]),
      '=h\r\n1\r\n',
    );
  });

  it('leaves everything as it is when none', () => {
    assert.equal(cell('=1', { formulaGuard: 'none' }), '=1');
  });

  it('fails when reject, naming column and row but never the value', () => {
    const encoder = encoderFor(csv({ formulaGuard: 'reject' }), ['ok', { path: 'a', header: 'A' }]);
    const documents = [{ a: 'fine' }, { a: '=secret' }];

    assert.throws(
      () => encoder.encode({ kind: 'documents', documents }, 2),
      (error: { code: string; message: string; details: object }) => {
        assert.equal(error.code, 'EXPORT_CELL_REJECTED');
        assert.match(error.message, /Column "A", row 1 of its page: a spreadsheet would take the text for a formula/);
        assert.doesNotMatch(error.message, /secret/);
        assert.deepEqual(error.details, { column: 'A', row: 1 });
        return true;
      },
    );
  });

  it('refuses a header when reject, before any row', () => {
    assert.throws(() => encoderFor(csv({ formulaGuard: 'reject' }), ['a', { path: 'b', header: '=h' }]), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /option "columns\[1\].header" must not be what a spreadsheet would take for a formula/,
    });
  });

  it('refuses an unknown mode', () => {
    assert.throws(() => csv({ formulaGuard: 'off' as 'none' }), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /option "formulaGuard" must be one of "escape", "none", "reject"/,
    });
  });
});
