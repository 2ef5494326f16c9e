import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { encodeDocuments, encodeJson } from '../../../test/support/encode-rows.ts';
import type { CellValue } from '../../contracts/index.ts';
import { csv } from './csv.ts';

const format = csv({ header: false });

function computed(value: CellValue): string {
  return encodeDocuments(format, [{ header: 'f', value: () => value }], [{}]).slice(0, -2);
}

describe('csv cells', () => {
  it.each([
    '9007199254740993',
    '1.10',
    '1E5',
    '1e400',
    '-0',
    '123456789012345678901234567890',
    '0.1234567890123456789',
  ])('keep every digit of %s', (digits) => {
    for (const type of ['auto', 'number', 'text'] as const) {
      const text = encodeJson(csv({ header: false, formulaGuard: 'none' }), [{ path: 'a', type }], [`{"a":${digits}}`]);

      assert.equal(text, `${digits}\r\n`);
    }
  });

  it('keep every digit inside JSON text, unquoted', () => {
    const document = '{"a":{"b":[1.10,{"c":9007199254740993}],"d":"1.10"}}';

    assert.equal(encodeJson(format, ['a'], [document]), '"{""b"":[1.10,{""c"":9007199254740993}],""d"":""1.10""}"\r\n');
  });

  it('hold JSON text of any value in a json column', () => {
    const documents = ['{"a":"x"}', '{"a":-1.50}', '{"a":[1.0]}', '{"a":null}', '{"a":true}'];

    assert.equal(
      encodeJson(format, [{ path: 'a', type: 'json' }], documents),
      '"""x"""\r\n-1.50\r\n[1.0]\r\n""\r\ntrue\r\n',
    );
  });

  it('replace NUL and lone surrogates by U+FFFD', () => {
    assert.equal(encodeDocuments(format, ['a'], [{ a: 'x\0y\ud800z\udc00😀' }]), 'x\uFFFDy\uFFFDz\uFFFD😀\r\n');
  });

  it('leave blanks alone', () => {
    assert.equal(encodeDocuments(format, ['a', 'b'], [{ a: '  x ', b: ' ' }]), '  x , \r\n');
  });

  it('hold a very long text whole', () => {
    const long = 'x"'.repeat(500_000);

    assert.equal(encodeDocuments(format, ['a'], [{ a: long }]).length, 1_500_000 + 4);
  });

  it.each<[CellValue, string]>([
    [9_007_199_254_740_993n, '9007199254740993'],
    [-1n, '-1'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [-0, '0'],
    [new Date(7), '1970-01-01T00:00:00.007Z'],
    [undefined, '""'],
    [null, '""'],
    [true, 'true'],
    [[1n, 'x'], '1;x'],
    [{ a: 1n, b: Number.NaN }, '"{""a"":1,""b"":""NaN""}"'],
  ])('of a function hold %s', (value, expected) => {
    assert.equal(computed(value), expected);
  });
});

describe('csv cells that are rejected', () => {
  const circular: { self?: object } = {};
  circular.self = circular;

  it.each<[string, unknown, RegExp]>([
    ['a function', () => 1, /a function can't be written/],
    ['a symbol', Symbol('secret'), /a symbol can't be written/],
    ['an invalid Date', new Date(Number.NaN), /an invalid Date/],
    ['a promise', Promise.resolve('secret'), /returned a promise/],
    ['an object that holds itself', circular, /could not be written/],
  ])('name column and row for %s', (_, value, message) => {
    assert.throws(() => computed(value as CellValue), {
      code: 'EXPORT_CELL_REJECTED',
      message,
      details: { column: 'f', row: 0 },
    });
  });

  it('keep the error of a function as the cause, out of the message', () => {
    const cause = new Error('secret');
    const column = {
      header: 'Sum',
      from: ['a'],
      value: () => {
        throw cause;
      },
    };

    assert.throws(
      () => encodeDocuments(format, ['a', column], [{ a: 1 }]),
      (error: Error) => {
        assert.equal(error.message, 'Column "Sum", row 0 of its page: the column\'s function threw.');
        assert.equal(error.cause, cause);
        return true;
      },
    );
  });
});
