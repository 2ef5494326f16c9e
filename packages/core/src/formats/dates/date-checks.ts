import { type Check, custom } from '../../options/index.ts';
import { parseDatePattern } from './date-pattern.ts';

/** A pattern of `yyyy MM dd HH mm ss S… XXX`, or `iso`. */
export function datePattern(): Check {
  return custom(
    '"iso" or a pattern of yyyy, MM, dd, HH, mm, ss, S to SSSSSSSSS and XXX with other letters in single quotes',
    (value) => typeof value === 'string' && (value === 'iso' || parseDatePattern(value) !== undefined),
  );
}

/** An IANA time zone this Node.js knows. */
export function timeZone(): Check {
  return custom('an IANA time zone such as "Europe/Berlin"', (value) => typeof value === 'string' && isTimeZone(value));
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
