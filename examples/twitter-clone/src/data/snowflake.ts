/** Milliseconds of 4 November 2010, from which Twitter counts its ids. */
const epochMs = 1_288_834_974_657n;

/** Bits below the time; Twitter keeps the machine and a sequence number there. */
const lowBits = 22n;

/** How many ids one millisecond has. */
export const snowflakesPerMillisecond: number = 2 ** Number(lowBits);

/** A 64-bit id as Twitter makes them: 19 digits since 2017, more than a JavaScript number holds. */
export function snowflake(timeMs: number, low: number): bigint {
  return ((BigInt(timeMs) - epochMs) << lowBits) | BigInt(low);
}
