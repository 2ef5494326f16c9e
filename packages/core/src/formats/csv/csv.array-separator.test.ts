import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { encodeDocuments } from '../../../test/support/encode-rows.ts';
import { csv } from './csv.ts';

describe('csv option arraySeparator', () => {
  it('stands between joined elements', () => {
    assert.equal(
      encodeDocuments(csv({ header: false, arraySeparator: ' | ' }), ['a'], [{ a: ['x', 'y'] }]),
      'x | y\r\n',
    );
  });

  it('is quoted when it is the delimiter or a line break', () => {
    assert.equal(encodeDocuments(csv({ header: false, arraySeparator: ',' }), ['a'], [{ a: ['x', 'y'] }]), '"x,y"\r\n');
    assert.equal(
      encodeDocuments(csv({ header: false, arraySeparator: '\n' }), ['a'], [{ a: ['x', 'y'] }]),
      '"x\ny"\r\n',
    );
  });

  it.each<unknown>(['', 'x'.repeat(17), 7])('refuses %j', (arraySeparator) => {
    assert.throws(() => csv({ arraySeparator: arraySeparator as string }), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /option "arraySeparator" must be a string of 1 to 16 characters/,
    });
  });
});
