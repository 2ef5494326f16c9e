import { randomUUID } from 'node:crypto';

/**
 * How a number that a JavaScript number can't hold digit by digit travels through `JSON.parse`: as a string of a mark
 * that no document can know, followed by the digits as stored.
 */
export interface NumberMarks {
  /** Printable ASCII without quotes and backslashes. */
  readonly mark: string;
  /** The digits, when the string is a marked number. */
  digitsOf(text: string): string | undefined;
  /**
   * The value without marks, for application code: an integer becomes a `bigint`, any other number the nearest
   * JavaScript number. Values without marks are returned as they are, not copied.
   */
  reveal(value: unknown): unknown;
}

/** Marks of one encoder; never reused, never written. */
export function createNumberMarks(): NumberMarks {
  const mark = `~exact-${randomUUID()}:`;
  const digitsOf = (text: string): string | undefined => (text.startsWith(mark) ? text.slice(mark.length) : undefined);
  const reveal = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const digits = digitsOf(value);
      return digits === undefined ? value : numberOf(digits);
    }
    return typeof value === 'object' && value !== null ? revealMembers(value, reveal) : value;
  };
  return { mark, digitsOf, reveal };
}

/** `-0` has no `bigint`. */
function numberOf(digits: string): number | bigint {
  return /^-?\d+$/.test(digits) && digits !== '-0' ? BigInt(digits) : Number(digits);
}

/** Copies an object or array only when a member changes. */
function revealMembers(value: object, reveal: (member: unknown) => unknown): unknown {
  const entries = Object.entries(value);
  let isChanged = false;
  const revealed = entries.map(([key, member]): [string, unknown] => {
    const plain = reveal(member);
    if (plain !== member) isChanged = true;
    return [key, plain];
  });
  if (!isChanged) return value;
  return Array.isArray(value) ? revealed.map(([, member]) => member) : Object.fromEntries(revealed);
}
