import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { encodeDocuments, encodeJson } from '../../../test/support/encode-rows.ts';
import { ndjson } from './ndjson.ts';

const at = { path: 'at', type: 'date' } as const;

describe('ndjson options dateFormat and timeZone', () => {
  it('leave dates as stored when neither is given', () => {
    assert.equal(
      encodeDocuments(ndjson(), [at], [{ at: 1_732_435_200_123 }, { at: '2026-11-24' }]),
      '{"at":1732435200123}\n{"at":"2026-11-24"}\n',
    );
  });

  it('write a pattern in a zone, also in arrays', () => {
    const format = ndjson({ dateFormat: 'yyyy-MM-dd HH:mm', timeZone: 'Europe/Berlin' });

    assert.equal(
      encodeDocuments(format, [at], [{ at: 0 }, { at: ['2026-07-01T00:00:00Z', null] }]),
      '{"at":"1970-01-01 01:00"}\n{"at":["2026-07-01 02:00",null]}\n',
    );
  });

  it('write ISO 8601 when only a zone is given', () => {
    assert.equal(
      encodeDocuments(ndjson({ timeZone: 'UTC' }), [at], [{ at: 0 }]),
      '{"at":"1970-01-01T00:00:00.000Z"}\n',
    );
  });

  it('leave what is no date as stored, with every digit', () => {
    assert.equal(
      encodeJson(ndjson({ dateFormat: 'yyyy' }), [at], ['{"at":1.50}', '{"at":"soon"}']),
      '{"at":1.50}\n{"at":"soon"}\n',
    );
  });

  it('are overridden by a column', () => {
    const format = ndjson({ dateFormat: 'yyyy' });

    assert.equal(
      encodeDocuments(format, [{ ...at, dateFormat: 'MM', timeZone: 'Asia/Tokyo' }], [{ at: '2026-06-30T20:00:00Z' }]),
      '{"at":"07"}\n',
    );
  });

  it('are part of the fingerprint', () => {
    assert.deepEqual(ndjson({ dateFormat: 'yyyy' }).fingerprint, { version: 1, dateFormat: 'yyyy', timeZone: null });
    assert.deepEqual(ndjson({ timeZone: 'UTC' }).fingerprint, { version: 1, dateFormat: null, timeZone: 'UTC' });
  });

  it('refuse an unknown zone and a bad pattern', () => {
    assert.throws(() => ndjson({ timeZone: 'Mars/Base' }), { code: 'EXPORT_OPTIONS_INVALID', message: /"timeZone"/ });
    assert.throws(() => ndjson({ dateFormat: 'YYYY' }), { code: 'EXPORT_OPTIONS_INVALID', message: /"dateFormat"/ });
  });
});
