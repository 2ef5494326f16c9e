import assert from 'node:assert/strict';
import { it } from 'vitest';
import { decodeBody, encodeBody } from './store-body.ts';

it('a stored body is read back, null included', () => {
  for (const value of [null, 0, '', [], { a: [1, 'ü'] }]) {
    const body = { writeId: 'w', value };

    assert.deepEqual(decodeBody(Buffer.from(encodeBody(body)).toString(), 'k'), body);
  }
});

it('anything else is refused without being quoted', () => {
  for (const text of [
    '',
    'secret',
    '{',
    '1',
    'null',
    '[]',
    '{"value":"secret"}',
    '{"writeId":"w"}',
    '{"writeId":1,"value":1}',
  ]) {
    assert.throws(
      () => decodeBody(text, 'k'),
      (error: Error) => {
        assert.equal((error as Error & { code: string }).code, 'EXPORT_STORE_REJECTED');
        assert.doesNotMatch(error.message, /secret/);
        return true;
      },
    );
  }
});
