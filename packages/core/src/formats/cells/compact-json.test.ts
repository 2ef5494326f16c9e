import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { createNumberMarks } from '../exact-json/number-marks.ts';
import { compactJson } from './compact-json.ts';

describe('compactJson', () => {
  it('writes what JSON.stringify writes, for any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        assert.equal(compactJson(value, undefined), JSON.stringify(value));
      }),
    );
  });

  it('leaves out and replaces what JSON.stringify does', () => {
    const value = {
      a: undefined,
      b: () => 1,
      c: [undefined, Symbol('s')],
      d: new Date(0),
      e: { toJSON: () => 'made' },
    };

    assert.equal(compactJson(value, undefined), JSON.stringify(value));
  });

  it('writes marked numbers and bigints with their digits, unquoted', () => {
    const marks = createNumberMarks();

    assert.equal(
      compactJson({ a: [`${marks.mark}1.10`], b: 9_007_199_254_740_993n }, marks),
      '{"a":[1.10],"b":9007199254740993}',
    );
  });

  it('writes bigints the same whatever an application put on their prototype', () => {
    const prototype = BigInt.prototype as unknown as { toJSON?: () => string };
    prototype.toJSON = () => 'patched';
    try {
      assert.equal(compactJson([1n], undefined), '[1]');
    } finally {
      delete prototype.toJSON;
    }
  });

  it('keeps NaN and the infinities as strings', () => {
    assert.equal(compactJson([Number.NaN, Number.POSITIVE_INFINITY, -0], undefined), '["NaN","Infinity",0]');
  });

  it('refuses a function and a symbol', () => {
    assert.throws(() => compactJson(() => 1, undefined), /a function can't be written/);
    assert.throws(() => compactJson(Symbol('s'), undefined), /a symbol can't be written/);
  });
});
