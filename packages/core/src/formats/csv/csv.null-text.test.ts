import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { encodeDocuments } from '../../../test/support/encode-rows.ts';
import { csv } from './csv.ts';

const columns = ['a', 'b.c', { header: 'f', value: () => undefined }];

describe('csv option nullText', () => {
  it('is empty by default, for null and for missing values', () => {
    assert.equal(encodeDocuments(csv({ header: false }), columns, [{ a: null }, { b: 7 }]), ',,\r\n,,\r\n');
  });

  it('is written as it is, also where a text would be guarded', () => {
    assert.equal(encodeDocuments(csv({ header: false, nullText: '-' }), columns, [{ a: '-' }]), "'-,-,-\r\n");
  });

  it('stands for null elements of an array', () => {
    const format = csv({ header: false, nullText: 'NULL' });

    assert.equal(encodeDocuments(format, ['a'], [{ a: ['x', null] }]), 'x;NULL\r\n');
    assert.equal(
      encodeDocuments(format, [{ path: 'a', arrays: 'first' }], [{ a: [null, 'x'] }, { a: [] }]),
      'NULL\r\nNULL\r\n',
    );
  });

  it('is quoted when it has to be', () => {
    assert.equal(encodeDocuments(csv({ header: false, nullText: 'n,a' }), ['a', 'b'], [{ b: 1 }]), '"n,a",1\r\n');
  });

  it('writes a row whose only cell is empty as two quotes, so that no reader drops it', () => {
    assert.equal(
      encodeDocuments(csv({ header: false }), ['a'], [{ a: null }, { a: '' }, { a: 1 }]),
      '""\r\n""\r\n1\r\n',
    );
  });

  it('refuses what is no short text', () => {
    assert.throws(() => csv({ nullText: null as unknown as string }), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /got null/,
    });
    assert.throws(() => csv({ nullText: 'x'.repeat(65) }), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /a string of 0 to 64 characters; got string of 65 characters/,
    });
  });
});
