import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { encodeDocuments, encodeJson } from '../../../test/support/encode-rows.ts';
import { csv } from './csv.ts';

const at = { path: 'at', type: 'date' } as const;

describe('csv option dateFormat', () => {
  it('leaves stored texts as they are by default, and writes epoch milliseconds as ISO 8601', () => {
    const documents = [{ at: '2026-11-24T07:55:46.123456789+02:00' }, { at: 1_732_435_200_123 }];

    assert.equal(
      encodeDocuments(csv({ header: false }), [at], documents),
      '2026-11-24T07:55:46.123456789+02:00\r\n2024-11-24T08:00:00.123Z\r\n',
    );
  });

  it('writes a pattern for texts and for epoch milliseconds', () => {
    const format = csv({ header: false, dateFormat: 'dd.MM.yyyy HH:mm' });

    assert.equal(
      encodeDocuments(format, [at], [{ at: '2026-11-24T07:55:46Z' }, { at: 0 }]),
      '24.11.2026 07:55\r\n01.01.1970 00:00\r\n',
    );
  });

  it('writes what is no date as stored, guarded and with all digits', () => {
    const documents = ['{"at":"soon"}', '{"at":"=1+1"}', '{"at":1e400}', '{"at":-1.50}', '{"at":true}', '{"at":null}'];

    assert.equal(
      encodeJson(csv({ header: false, dateFormat: 'yyyy' }), [at], documents),
      'soon\r\n\'=1+1\r\n1e400\r\n-1.50\r\ntrue\r\n""\r\n',
    );
  });

  it('reads milliseconds that are stored in another notation', () => {
    assert.equal(
      encodeJson(csv({ header: false, dateFormat: 'yyyy-MM-dd' }), [at], ['{"at":1.732435200123E12}']),
      '2024-11-24\r\n',
    );
  });

  it('formats the elements of an array', () => {
    const format = csv({ header: false, dateFormat: 'yyyy' });

    assert.equal(encodeDocuments(format, [at], [{ at: ['2026-01-01', 'soon', 0] }]), '2026;soon;1970\r\n');
    assert.equal(encodeDocuments(format, [{ ...at, arrays: 'first' }], [{ at: ['2026-01-01'] }]), '2026\r\n');
  });

  it('leaves columns of other types alone', () => {
    assert.equal(
      encodeDocuments(csv({ header: false, dateFormat: 'yyyy' }), ['at'], [{ at: '2026-11-24' }]),
      '2026-11-24\r\n',
    );
  });

  it('formats a Date that a function returns', () => {
    const column = { header: 'f', value: () => new Date(0) };

    assert.equal(encodeDocuments(csv({ header: false, dateFormat: 'yyyy/MM' }), [column], [{}]), '1970/01\r\n');
    assert.equal(encodeDocuments(csv({ header: false }), [column], [{}]), '1970-01-01T00:00:00.000Z\r\n');
  });

  it('is overridden by a column', () => {
    const columns = [at, { ...at, header: 'year', dateFormat: 'yyyy' }, { ...at, header: 'iso', dateFormat: 'iso' }];

    assert.equal(
      encodeDocuments(csv({ header: false, dateFormat: 'MM' }), columns, [{ at: '2026-11-24' }]),
      '11,2026,2026-11-24\r\n',
    );
  });

  it.each(['', 'yy', 'YYYY', 'plain text', 7])('refuses %j', (dateFormat) => {
    assert.throws(() => csv({ dateFormat: dateFormat as string }), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /option "dateFormat" must be "iso" or a pattern of yyyy/,
    });
  });
});
