import type { SelectColumn } from './prepare-select.ts';
import { rejected } from './refusal.ts';

/**
 * Writes rows as JSON, one line each, without losing anything of a value:
 *
 * - an integer has all its digits; a REAL has the digits that make it that number again, `3.0` stays a REAL;
 * - infinity, which JSON has no number for, is the text `Infinity` or `-Infinity`;
 * - a BLOB is base64 text;
 * - the text of a `json` column is taken over as it is.
 */
export function createRowJson(columns: readonly SelectColumn[]): (row: readonly unknown[]) => string {
  const keys = columns.map(({ name }, index) => `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  const writers = columns.map(({ isJson, name }) => (isJson ? jsonColumn(name) : valueJson));

  return (row) => {
    let json = '';
    for (let index = 0; index < keys.length; index += 1) json += `${keys[index]}${writers[index]?.(row[index])}`;
    return `${json}}\n`;
  };
}

function valueJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return realJson(value);
  return value === null ? 'null' : `"${Buffer.from(value as Uint8Array).toString('base64')}"`;
}

function realJson(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  const digits = Object.is(value, -0) ? '-0' : String(value);
  return Number.isInteger(value) && !digits.includes('e') ? `${digits}.0` : digits;
}

function jsonColumn(name: string): (value: unknown) => string {
  return (value) => {
    if (typeof value !== 'string') return valueJson(value);
    if (!isJson(value)) throw rejected(`Column "${name}" is declared as "json", but holds a text that is no JSON.`);
    // Outside of strings a line break is a blank, and inside of them there is none.
    return value.replace(/[\r\n]/g, ' ');
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
