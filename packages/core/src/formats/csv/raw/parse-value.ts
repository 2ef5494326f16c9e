import type { NumberMarks } from '../../exact-json/number-marks.ts';
import { parseExactJson } from '../../exact-json/parse-exact-json.ts';

/** One value as the object route has it, out of bytes that are known to be UTF-8 and JSON. */
export function parseValue(source: Buffer, start: number, end: number, marks: NumberMarks): unknown {
  switch (source[start]) {
    case openBrace:
    case openBracket:
      return parseExactJson(source.subarray(start, end), marks).value;
    case quote:
      return JSON.parse(source.toString('utf8', start, end));
    default:
      return parseScalar(source.toString('latin1', start, end), marks);
  }
}

const quote = 0x22;
const openBracket = 0x5b;
const openBrace = 0x7b;

function parseScalar(token: string, marks: NumberMarks): unknown {
  const value: unknown = JSON.parse(token);
  return typeof value === 'number' && String(value) !== token ? marks.mark + token : value;
}
