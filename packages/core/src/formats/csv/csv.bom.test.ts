import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { encodeDocuments, encoderFor } from '../../../test/support/encode-rows.ts';
import { csv } from './csv.ts';

describe('csv option bom', () => {
  it('puts a byte-order mark before the header row', () => {
    assert.deepEqual([...encoderFor(csv({ bom: true }), ['a']).header], [0xef, 0xbb, 0xbf, 0x61, 0x0d, 0x0a]);
  });

  it('puts it at the start of a file without header row too', () => {
    assert.deepEqual([...encoderFor(csv({ bom: true, header: false }), ['a']).header], [0xef, 0xbb, 0xbf]);
  });

  it('overrides the dialect', () => {
    assert.equal(encodeDocuments(csv({ dialect: 'excel', bom: false }), ['a'], [{ a: 1 }]), 'a\r\n1\r\n');
  });

  it('quotes a cell that holds a byte-order mark, as it would be lost at the start of a file', () => {
    assert.equal(encodeDocuments(csv({ header: false }), ['a'], [{ a: '\uFEFF=1' }]), '"\uFEFF=1"\r\n');
  });

  it('refuses anything but true and false', () => {
    assert.throws(() => csv({ bom: 'yes' as unknown as boolean }), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /option "bom" must be true or false; got string/,
    });
  });
});
