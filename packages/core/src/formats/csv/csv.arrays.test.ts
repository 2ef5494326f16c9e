import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { encodeDocuments, encodeJson } from '../../../test/support/encode-rows.ts';
import { csv } from './csv.ts';

const documents = [{ a: ['x', 1, true, null, { b: 'y' }, ['z']] }, { a: [] }, { a: [-5] }, { a: 'single' }];

describe('csv option arrays', () => {
  it('joins the elements by default, objects and arrays among them as JSON text', () => {
    assert.equal(
      encodeDocuments(csv({ header: false }), ['a'], documents),
      '"x;1;true;;{""b"":""y""};[""z""]"\r\n""\r\n-5\r\nsingle\r\n',
    );
  });

  it('writes compact JSON text', () => {
    assert.equal(
      encodeDocuments(csv({ header: false, arrays: 'json' }), ['a'], documents),
      '"[""x"",1,true,null,{""b"":""y""},[""z""]]"\r\n[]\r\n[-5]\r\nsingle\r\n',
    );
  });

  it('writes the first element, and the null text when there is none', () => {
    assert.equal(
      encodeDocuments(csv({ header: false, arrays: 'first' }), ['a'], documents),
      'x\r\n""\r\n-5\r\nsingle\r\n',
    );
    assert.equal(
      encodeDocuments(csv({ header: false, arrays: 'first' }), ['a'], [{ a: [['y', 1]] }]),
      '"[""y"",1]"\r\n',
    );
  });

  it('is overridden by a column', () => {
    const columns = [
      { path: 'a', header: 'joined' },
      { path: 'a', header: 'json', arrays: 'json' },
      { path: 'a', header: 'first', arrays: 'first' },
    ] as const;

    assert.equal(encodeDocuments(csv({ header: false }), columns, [{ a: [1, 2] }]), '1;2,"[1,2]",1\r\n');
  });

  it('keeps every digit in each style', () => {
    const text = (arrays: 'join' | 'json' | 'first') =>
      encodeJson(csv({ header: false, arrays }), ['a', 'b'], ['{"a":[1.10,9007199254740993],"b":0}']);

    assert.equal(text('join'), '1.10;9007199254740993,0\r\n');
    assert.equal(text('json'), '"[1.10,9007199254740993]",0\r\n');
    assert.equal(text('first'), '1.10,0\r\n');
  });

  it('does not change objects, which are compact JSON text', () => {
    assert.equal(encodeDocuments(csv({ header: false }), ['a'], [{ a: { b: [1, 'x'] } }]), '"{""b"":[1,""x""]}"\r\n');
  });

  it('refuses an unknown style', () => {
    assert.throws(() => csv({ arrays: 'last' as 'first' }), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /option "arrays" must be one of "join", "json", "first"/,
    });
  });
});
