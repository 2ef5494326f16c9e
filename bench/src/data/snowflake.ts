import { scramble } from './random.ts';

/** Milliseconds of 4 November 2010, from which Twitter counts its ids. */
const epochMs = 1_288_834_974_657n;
/** Bits below the time; Twitter keeps the machine and a sequence number there. */
const lowBits = 22n;
const lowMask = (1 << Number(lowBits)) - 1;

const firstMs = BigInt(Date.UTC(2022, 0, 1));
const gapMs = 120n;

/** The 64-bit id of a document: 19 digits, more than a JavaScript number holds. Each index has another one. */
export function snowflakeOf(index: number): bigint {
  const timeMs = firstMs + BigInt(index) * gapMs;
  return ((timeMs - epochMs) << lowBits) | BigInt(scramble(index) & lowMask);
}

/** The index whose id this is, digit by digit; `undefined` for every other text. */
export function indexOfSnowflake(text: string): number | undefined {
  if (!/^[1-9]\d{17,18}$/.test(text)) return undefined;
  const id = BigInt(text);
  const sinceFirst = (id >> lowBits) + epochMs - firstMs;
  if (sinceFirst < 0n || sinceFirst % gapMs !== 0n) return undefined;
  const index = Number(sinceFirst / gapMs);
  return snowflakeOf(index) === id ? index : undefined;
}
