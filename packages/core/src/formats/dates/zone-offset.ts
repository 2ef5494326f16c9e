const msPerMinute = 60_000;
const msPerDay = 24 * 60 * msPerMinute;
/** Days kept: more than ten years of rows in any order. Beyond it the cache starts afresh, so memory stays flat. */
const maxCachedDays = 4096;

/** Minutes that the zone's clocks are ahead of UTC at an instant, in epoch milliseconds. */
export type ZoneOffset = (epochMs: number) => number;

/**
 * The offsets of a time zone, from Intl. Asking Intl takes microseconds, so a UTC day whose first and last instant have
 * the same offset is asked for only once; in a day with a change every instant is asked for.
 *
 * Offsets are whole minutes: those with seconds, from before clocks were standardised, are cut to the minute, as an ISO
 * offset can't name them. A text made with the cut offset still names its instant.
 */
export function createZoneOffset(timeZone: string): ZoneOffset {
  if (timeZone === 'UTC') return () => 0;
  const formatter = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const offsetByDay = new Map<number, number | undefined>();
  return (epochMs) => {
    const day = Math.floor(epochMs / msPerDay);
    if (!offsetByDay.has(day)) {
      if (offsetByDay.size >= maxCachedDays) offsetByDay.clear();
      const first = askIntl(formatter, day * msPerDay);
      const last = askIntl(formatter, (day + 1) * msPerDay - 1);
      offsetByDay.set(day, first === last ? first : undefined);
    }
    return offsetByDay.get(day) ?? askIntl(formatter, epochMs);
  };
}

/** `GMT`, `GMT+05:30`, `GMT-00:25:21`. */
const longOffset = /^GMT(?:([+-])(\d\d):(\d\d)(?::\d\d)?)?$/;

function askIntl(formatter: Intl.DateTimeFormat, epochMs: number): number {
  const name = formatter.formatToParts(epochMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = longOffset.exec(name);
  if (match === null) throw new RangeError(`Intl gave an offset that is not understood: ${name}`);
  const minutes = Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);
  return match[1] === '-' ? -minutes : minutes;
}
