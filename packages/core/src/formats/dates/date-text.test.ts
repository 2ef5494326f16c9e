import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { createDateText } from './date-text.ts';

function write(value: unknown, dateFormat: string, timeZone?: string): string | undefined {
  return createDateText({ dateFormat, timeZone })(value);
}

describe('createDateText', () => {
  it('writes every field of a pattern, in UTC without a zone', () => {
    assert.equal(write('2026-01-02T03:04:05.678Z', 'yyyy-MM-ddTHH:mm:ss.SSSXXX'), '2026-01-02T03:04:05.678Z');
  });

  it('writes the clock of a zone, across a daylight saving switch', () => {
    const pattern = 'dd.MM.yyyy HH:mm:ss XXX';

    assert.equal(write('2026-10-25T00:59:59Z', pattern, 'Europe/Berlin'), '25.10.2026 02:59:59 +02:00');
    assert.equal(write('2026-10-25T01:00:00Z', pattern, 'Europe/Berlin'), '25.10.2026 02:00:00 +01:00');
    assert.equal(write('2026-01-01T04:59:59Z', pattern, 'America/New_York'), '31.12.2025 23:59:59 -05:00');
    assert.equal(write(0, pattern, 'Asia/Kathmandu'), '01.01.1970 05:30:00 +05:30');
  });

  it('cuts and pads the fraction, never rounds it', () => {
    assert.equal(write('2026-01-01T00:00:00.9996Z', 'ss.SSS'), '00.999');
    assert.equal(write('2026-01-01T00:00:00.123456789123Z', 'SSSSSSSSS'), '123456789');
    assert.equal(write('2026-01-01T00:00:00.5Z', 'SSS'), '500');
    assert.equal(write('2026-01-01', 'S'), '0');
    assert.equal(write(7, 'SSS'), '007');
  });

  it('leaves stored texts to the caller for iso without a zone, and writes milliseconds', () => {
    assert.equal(write('2026-01-01T00:00:00.123456789+02:00', 'iso'), undefined);
    assert.equal(write(1_732_435_200_123, 'iso'), '2024-11-24T08:00:00.123Z');
    assert.equal(write(new Date(0), 'iso'), '1970-01-01T00:00:00.000Z');
  });

  it('writes all dates in the zone for iso with one, with the stored digits of the fraction', () => {
    assert.equal(
      write('2026-07-01T00:00:00.123456789Z', 'iso', 'Europe/Berlin'),
      '2026-07-01T02:00:00.123456789+02:00',
    );
    assert.equal(write('2026-07-01T02:00:00+02:00', 'iso', 'UTC'), '2026-07-01T00:00:00Z');
    assert.equal(write(0, 'iso', 'Asia/Kathmandu'), '1970-01-01T05:30:00.000+05:30');
  });

  it('leaves what is no date to the caller', () => {
    assert.equal(write('soon', 'yyyy'), undefined);
    assert.equal(write(true, 'yyyy'), undefined);
  });

  it('names the same instant also where clocks had seconds of offset', () => {
    assert.equal(write('1850-01-01T00:00:00Z', 'iso', 'America/New_York'), '1849-12-31T19:04:00-04:56');
  });

  it('writes the years before the first and after the last of four digits that a zone can lead to', () => {
    assert.equal(write('0000-01-01T00:00:00Z', 'yyyy', 'America/New_York'), '-0001');
    assert.equal(write('9999-12-31T23:59:59Z', 'yyyy', 'Asia/Kathmandu'), '10000');
  });
});
