import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { encodeDocuments, encoderFor } from '../../../test/support/encode-rows.ts';
import { csv } from './csv.ts';

describe('csv option header', () => {
  it('begins with the headers by default, quoted like any cell', () => {
    const columns = ['a', { path: 'b', header: 'B, "the" second' }];

    assert.equal(encodeDocuments(csv(), columns, [{ a: 1, b: 2 }]), 'a,"B, ""the"" second"\r\n1,2\r\n');
  });

  it('leaves them out when false', () => {
    assert.equal(encoderFor(csv({ header: false }), ['a']).header.length, 0);
    assert.equal(encodeDocuments(csv({ header: false }), ['a'], [{ a: 1 }]), '1\r\n');
  });

  it('refuses anything but true and false', () => {
    assert.throws(() => csv({ header: 1 as unknown as boolean }), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /option "header" must be true or false; got number/,
    });
  });
});
