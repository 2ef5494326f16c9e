import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { encodeDocuments, encoderFor } from '../../../test/support/encode-rows.ts';
import { csv } from './csv.ts';

const documents = [{ a: 'x\ny' }, { a: 'x\ry' }, { a: 'x\r\ny' }, { a: 'x\r' }];

describe('csv option recordDelimiter', () => {
  it('ends every row, and every kind of line break in a cell is quoted', () => {
    const expected = ['a', '"x\ny"', '"x\ry"', '"x\r\ny"', '"x\r"', ''];

    assert.equal(encodeDocuments(csv({ recordDelimiter: '\n' }), ['a'], documents), expected.join('\n'));
    assert.equal(encodeDocuments(csv({ recordDelimiter: '\r\n' }), ['a'], documents), expected.join('\r\n'));
  });

  it('gives the offset past each row, whatever is quoted inside it', () => {
    const encoded = encoderFor(csv({ recordDelimiter: '\n' }), ['a']).encode({ kind: 'documents', documents }, 4);

    assert.deepEqual([...encoded.rowEnds], [6, 12, 19, 24]);
  });

  it.each<unknown>(['\r', '', ';', '\n\n', null])('refuses %j', (recordDelimiter) => {
    assert.throws(() => csv({ recordDelimiter: recordDelimiter as '\n' }), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /option "recordDelimiter" must be "\\r\\n" or "\\n"/,
    });
  });
});
