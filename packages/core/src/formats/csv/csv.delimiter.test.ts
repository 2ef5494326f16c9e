import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { encodeDocuments } from '../../../test/support/encode-rows.ts';
import { csv } from './csv.ts';

describe('csv option delimiter', () => {
  it('overrides the dialect, and cells that hold it are quoted', () => {
    const text = encodeDocuments(
      csv({ dialect: 'excel', delimiter: '|', bom: false }),
      ['a', 'b'],
      [{ a: 'x|y', b: 'x,y' }],
    );

    assert.equal(text, 'a|b\r\n"x|y"|x,y\r\n');
  });

  it("quotes a guarded cell when the delimiter is the guard's own sign", () => {
    assert.equal(
      encodeDocuments(csv({ delimiter: "'", header: false }), ['a', 'b'], [{ a: '=1', b: 2 }]),
      '"\'=1"\'2\r\n',
    );
  });

  it.each(['\t', ' ', ',', ';', '|', '^', '~', '-', '.', '_', '/', ':', '`', '{'])('takes %j', (delimiter) => {
    assert.equal(csv({ delimiter }).fingerprint['delimiter'], delimiter);
  });

  it.each<unknown>(['', ',,', '"', '\r', '\n', '\0', 'a', 'Z', '0', '§', '\u{1f600}', '\uFEFF', 7, null])(
    'refuses %j',
    (delimiter) => {
      assert.throws(() => csv({ delimiter: delimiter as string }), {
        code: 'EXPORT_OPTIONS_INVALID',
        message: /option "delimiter" must be a tab, a blank or one ASCII punctuation character other than the quote/,
      });
    },
  );
});
