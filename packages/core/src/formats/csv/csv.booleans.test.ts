import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { encodeDocuments } from '../../../test/support/encode-rows.ts';
import { csv } from './csv.ts';

describe('csv option booleans', () => {
  it('writes true and false by default', () => {
    assert.equal(encodeDocuments(csv({ header: false }), ['a', 'b'], [{ a: true, b: false }]), 'true,false\r\n');
  });

  it('writes the two texts, in arrays as well, but not in JSON text', () => {
    const format = csv({ header: false, booleans: { true: 'ja', false: 'nein' } });

    assert.equal(
      encodeDocuments(format, ['a', 'b', 'c'], [{ a: true, b: [true, false], c: { d: true } }]),
      'ja,ja;nein,"{""d"":true}"\r\n',
    );
  });

  it('takes stored texts true and false for booleans in a boolean column only', () => {
    const format = csv({ header: false, booleans: { true: '1', false: '0' } });
    const columns = [
      { path: 'a', type: 'boolean' },
      { path: 'b', type: 'boolean' },
      'c',
      { path: 'd', type: 'boolean' },
    ] as const;

    assert.equal(
      encodeDocuments(format, columns, [{ a: 'true', b: 'false', c: 'true', d: 'maybe' }]),
      '1,0,true,maybe\r\n',
    );
  });

  it.each<unknown>([
    { true: 'ja' },
    { true: 'ja', false: 7 },
    { true: 'x', false: 'x' },
    { true: 'a', false: 'b', null: 'c' },
    { true: 'x'.repeat(65), false: 'b' },
    ['ja', 'nein'],
    'ja',
    null,
  ])('refuses %j', (booleans) => {
    assert.throws(() => csv({ booleans: booleans as { true: string; false: string } }), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /option "booleans" must be an object \{ true, false \} of two different strings/,
    });
  });
});
