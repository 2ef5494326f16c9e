import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { createZoneOffset } from './zone-offset.ts';

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'UTC',
];

/** What the zone's clocks show, by Intl's own calendar fields. */
function clockMs(epochMs: number, timeZone: string): number {
  const fields = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(epochMs);
  const field = (type: string): number => Number(fields.find((part) => part.type === type)?.value);
  return Date.UTC(field('year'), field('month') - 1, field('day'), field('hour'), field('minute'), field('second'));
}

describe('createZoneOffset', () => {
  it('agrees with the clocks of a zone at any second since 1975', () => {
    const seconds = fc.integer({ min: 157_766_400, max: 2_208_988_800 });

    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.array(seconds, { minLength: 1, maxLength: 5 }),
        (zone, epochSeconds) => {
          const offsetAt = createZoneOffset(zone);
          for (const second of epochSeconds) {
            assert.equal(offsetAt(second * 1000) * 60_000, clockMs(second * 1000, zone) - second * 1000);
          }
        },
      ),
    );
  });

  it('changes at the very second of a daylight saving switch, with the day already seen', () => {
    const offsetAt = createZoneOffset('Europe/Berlin');
    const spring = Date.UTC(2026, 2, 29, 1);
    const autumn = Date.UTC(2026, 9, 25, 1);

    assert.deepEqual([offsetAt(spring - 1000), offsetAt(spring), offsetAt(spring - 1000)], [60, 120, 60]);
    assert.deepEqual([offsetAt(autumn - 1000), offsetAt(autumn), offsetAt(autumn - 1000)], [120, 60, 120]);
  });

  it('knows switches of half an hour', () => {
    const offsetAt = createZoneOffset('Australia/Lord_Howe');

    assert.deepEqual([offsetAt(Date.UTC(2026, 3, 4, 14, 59, 59)), offsetAt(Date.UTC(2026, 3, 4, 15))], [660, 630]);
  });

  it('cuts offsets with seconds to the minute', () => {
    assert.equal(createZoneOffset('America/New_York')(Date.UTC(1850, 0, 1)), -(4 * 60 + 56));
  });

  it('goes on when its cache is full', () => {
    const offsetAt = createZoneOffset('Europe/Berlin');
    for (let day = 0; day < 5000; day += 1) offsetAt(day * 86_400_000);

    assert.equal(offsetAt(Date.UTC(2026, 6, 1)), 120);
  });
});
