/** A moment with every digit of its fraction, also those below the millisecond. */
export interface Instant {
  /** Epoch milliseconds of the whole second, rounded down. */
  readonly secondMs: number;
  /** Digits after the decimal point of the second, as stored; may be empty. */
  readonly fraction: string;
}

/** ISO 8601 date with an optional time, fraction and offset. A blank may stand for the `T`. */
const iso =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:[Zz]|([+-])(\d\d)(?::?(\d\d))?)?)?$/;
const secondsPerMinute = 60;
const msPerSecond = 1000;
/** The years `yyyy` can name. */
const minMs = -62_167_219_200_000;
const maxMs = 253_402_300_799_999;

/**
 * Reads an ISO 8601 text, epoch milliseconds or a `Date`; `undefined` for anything else. As search servers do, a text
 * without an offset is taken as UTC, and one without a time as midnight.
 */
export function parseInstant(value: unknown): Instant | undefined {
  if (typeof value === 'string') return parseIso(value);
  if (typeof value === 'number') return fromMilliseconds(value);
  return value instanceof Date ? fromMilliseconds(value.getTime()) : undefined;
}

function parseIso(text: string): Instant | undefined {
  const match = iso.exec(text);
  if (match === null) return undefined;
  const part = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  const offsetMinutes = part(9) * 60 + part(10);
  if (hour > 23 || minute > 59 || second > 59 || part(10) > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const localSeconds = date.getTime() / msPerSecond + hour * 3600 + minute * secondsPerMinute + second;
  const offsetSeconds = (match[8] === '-' ? -offsetMinutes : offsetMinutes) * secondsPerMinute;
  return withinYears({ secondMs: (localSeconds - offsetSeconds) * msPerSecond, fraction: match[7] ?? '' });
}

function fromMilliseconds(milliseconds: number): Instant | undefined {
  if (!Number.isSafeInteger(milliseconds)) return undefined;
  const secondMs = Math.floor(milliseconds / msPerSecond) * msPerSecond;
  return withinYears({ secondMs, fraction: String(milliseconds - secondMs).padStart(3, '0') });
}

function withinYears(instant: Instant): Instant | undefined {
  return instant.secondMs >= minMs && instant.secondMs <= maxMs ? instant : undefined;
}
