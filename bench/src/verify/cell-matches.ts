import type { Value } from '../data/data-set.ts';

/**
 * Whether a cell holds a value, in any of the forms that the compared programs choose: lists joined or as JSON, booleans in
 * either spelling, texts with a guard against formulas. Digits, characters and dates have to be the stored ones.
 */
export function cellMatches(cell: string, value: Value): boolean {
  if (value === null) return cell === '';
  if (typeof value === 'string') return cell === value || (isFormula(value) && cell === `'${value}`);
  if (typeof value === 'bigint') return cell === String(value);
  // The same double, whatever its spelling: 1e-7 and 0.0000001.
  if (typeof value === 'number') return cell !== '' && Number(cell) === value;
  if (typeof value === 'boolean') return cell.toLowerCase() === String(value);
  return cell === value.join(';') || cell === value.join(',') || cell === JSON.stringify(value);
}

function isFormula(text: string): boolean {
  return /^[=+\-@\t\r\n]/.test(text);
}
