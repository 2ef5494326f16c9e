import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { encodeDocuments } from '../../../test/support/encode-rows.ts';
import { csv } from './csv.ts';

const at = { path: 'at', type: 'date' } as const;

describe('csv option timeZone', () => {
  it('moves dates of a pattern to the zone, across daylight saving', () => {
    const format = csv({ header: false, dateFormat: 'yyyy-MM-dd HH:mm', timeZone: 'America/New_York' });
    const documents = [{ at: '2026-03-08T06:59:00Z' }, { at: '2026-03-08T07:00:00Z' }];

    assert.equal(encodeDocuments(format, [at], documents), '2026-03-08 01:59\r\n2026-03-08 03:00\r\n');
  });

  it('writes iso dates in the zone with its offset', () => {
    const documents = [{ at: '2026-07-01T00:00:00.123456Z' }, { at: 0 }];

    assert.equal(
      encodeDocuments(csv({ header: false, timeZone: 'Europe/Berlin' }), [at], documents),
      '2026-07-01T02:00:00.123456+02:00\r\n1970-01-01T01:00:00.000+01:00\r\n',
    );
  });

  it('takes a stored text without an offset as UTC', () => {
    assert.equal(
      encodeDocuments(csv({ header: false, timeZone: 'Asia/Tokyo' }), [at], [{ at: '2026-11-24 20:00' }]),
      '2026-11-25T05:00:00+09:00\r\n',
    );
  });

  it('is overridden by a column', () => {
    const format = csv({ header: false, dateFormat: 'HH', timeZone: 'Asia/Tokyo' });

    assert.equal(encodeDocuments(format, [at, { ...at, header: 'utc', timeZone: 'UTC' }], [{ at: 0 }]), '09,00\r\n');
  });

  it.each(['', 'Berlin', 'Europe/Atlantis', 7])('refuses %j', (timeZone) => {
    assert.throws(() => csv({ timeZone: timeZone as string }), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /option "timeZone" must be an IANA time zone such as "Europe\/Berlin"/,
    });
  });
});
