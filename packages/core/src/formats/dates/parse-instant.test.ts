import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { parseInstant } from './parse-instant.ts';

function isoOf(value: unknown): string | undefined {
  const instant = parseInstant(value);
  return instant === undefined
    ? undefined
    : `${new Date(instant.secondMs).toISOString().slice(0, 19)}|${instant.fraction}`;
}

describe('parseInstant', () => {
  it.each<[unknown, string]>([
    ['2026-11-24T07:55:46Z', '2026-11-24T07:55:46|'],
    ['2026-11-24T07:55:46.123456789Z', '2026-11-24T07:55:46|123456789'],
    ['2026-11-24T07:55:46,5Z', '2026-11-24T07:55:46|5'],
    ['2026-11-24 07:55:46', '2026-11-24T07:55:46|'],
    ['2026-11-24T07:55', '2026-11-24T07:55:00|'],
    ['2026-11-24', '2026-11-24T00:00:00|'],
    ['2026-11-24T07:55:46+05:30', '2026-11-24T02:25:46|'],
    ['2026-11-24T07:55:46-0800', '2026-11-24T15:55:46|'],
    ['2026-11-24T07:55:46+01', '2026-11-24T06:55:46|'],
    ['0000-02-29', '0000-02-29T00:00:00|'],
    ['0099-01-01', '0099-01-01T00:00:00|'],
    [1_732_435_200_123, '2024-11-24T08:00:00|123'],
    [0, '1970-01-01T00:00:00|000'],
    [-1, '1969-12-31T23:59:59|999'],
    [new Date(7), '1970-01-01T00:00:00|007'],
  ])('reads %s', (value, expected) => {
    assert.equal(isoOf(value), expected);
  });

  it.each<unknown>([
    '',
    'yesterday',
    '2026-11',
    '2026-13-01',
    '2026-00-01',
    '2026-02-29',
    '2026-11-31',
    '2026-11-24T24:00',
    '2026-11-24T07:60',
    '2026-11-24T07:55:60Z',
    '2026-11-24T07:55:46+01:60',
    '2026-11-24T07:55:46Z ',
    '2026-11-24T07Z',
    '2026-11-24Z',
    '20261124',
    '1732435200123',
    1.5,
    Number.NaN,
    8.64e15,
    new Date(Number.NaN),
    true,
    null,
    undefined,
    {},
  ])('takes %j for no instant', (value) => {
    assert.equal(parseInstant(value), undefined);
  });

  it('reads what Date writes, for any instant of the years 0 to 9999', () => {
    const instants = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });

    fc.assert(
      fc.property(instants, (date) => {
        const instant = parseInstant(date.toISOString());

        assert.equal((instant?.secondMs ?? 0) + Number(instant?.fraction), date.getTime());
        assert.deepEqual(parseInstant(date.getTime()), instant);
      }),
    );
  });
});
