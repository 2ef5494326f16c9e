import { type DateToken, parseDatePattern } from './date-pattern.ts';
import { type Instant, parseInstant } from './parse-instant.ts';
import { createZoneOffset } from './zone-offset.ts';

export interface DateTextOptions {
  /** A pattern, or `iso`. */
  readonly dateFormat: string;
  /** IANA time zone; absent means UTC, and for `iso` also that texts stay as they are stored. */
  readonly timeZone: string | undefined;
}

/** Writes an instant; `undefined` when the value isn't one, so that the caller writes it as stored. */
export type DateText = (value: unknown) => string | undefined;

/** `iso` with a time zone. The fraction has the digits that are stored. */
const isoPattern = "yyyy-MM-dd'T'HH:mm:ss";

export function createDateText({ dateFormat, timeZone }: DateTextOptions): DateText {
  const offsetAt = createZoneOffset(timeZone ?? 'UTC');
  const isIso = dateFormat === 'iso';
  const tokens = parseDatePattern(isIso ? isoPattern : dateFormat) ?? [];
  return (value) => {
    if (isIso && timeZone === undefined && typeof value === 'string') return undefined;
    const instant = parseInstant(value);
    if (instant === undefined) return undefined;
    const offset = offsetAt(instant.secondMs);
    const local = new Date(instant.secondMs + offset * 60_000);
    let text = '';
    for (const token of tokens) text += tokenText(token, local, instant, offset);
    return isIso ? `${text}${instant.fraction === '' ? '' : `.${instant.fraction}`}${offsetText(offset)}` : text;
  };
}

function tokenText(token: DateToken, local: Date, { fraction }: Instant, offset: number): string {
  switch (token.kind) {
    case 'literal':
      return token.text;
    case 'year':
      return padded(local.getUTCFullYear(), 4);
    case 'month':
      return padded(local.getUTCMonth() + 1, 2);
    case 'day':
      return padded(local.getUTCDate(), 2);
    case 'hour':
      return padded(local.getUTCHours(), 2);
    case 'minute':
      return padded(local.getUTCMinutes(), 2);
    case 'second':
      return padded(local.getUTCSeconds(), 2);
    case 'fraction':
      return fraction.slice(0, token.digits).padEnd(token.digits, '0');
    case 'offset':
      return offsetText(offset);
  }
}

function padded(value: number, length: number): string {
  return value < 0 ? `-${String(-value).padStart(length, '0')}` : String(value).padStart(length, '0');
}

function offsetText(minutes: number): string {
  if (minutes === 0) return 'Z';
  const absolute = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${padded(Math.floor(absolute / 60), 2)}:${padded(absolute % 60, 2)}`;
}
