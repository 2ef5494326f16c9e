import type { NumberMarks } from '../exact-json/number-marks.ts';
import { CellRejection } from './cell-rejection.ts';

/**
 * Compact JSON text as `JSON.stringify` writes it, with two differences that keep numbers: marked numbers and `bigint`s
 * are written with all their digits, `NaN` and the infinities as strings instead of `null`.
 */
export function compactJson(value: unknown, marks: NumberMarks | undefined): string {
  const text = jsonText(value, marks, '');
  if (text === undefined) throw new CellRejection(`a ${typeof value} can't be written`);
  return text;
}

/** `undefined` for what JSON leaves out: undefined, functions, symbols. */
function jsonText(value: unknown, marks: NumberMarks | undefined, key: string): string | undefined {
  switch (typeof value) {
    case 'string':
      return marks?.digitsOf(value) ?? JSON.stringify(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : `"${value}"`;
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'null' : objectText(value, marks, key);
    default:
      return undefined;
  }
}

function objectText(value: object, marks: NumberMarks | undefined, key: string): string | undefined {
  if ('toJSON' in value && typeof value.toJSON === 'function') return jsonText(value.toJSON(key), marks, key);
  if (Array.isArray(value)) {
    return `[${Array.from(value, (item, index) => jsonText(item, marks, String(index)) ?? 'null').join(',')}]`;
  }
  let members = '';
  for (const name of Object.keys(value)) {
    const text = jsonText((value as Record<string, unknown>)[name], marks, name);
    if (text === undefined) continue;
    members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${text}`;
  }
  return `{${members}}`;
}
