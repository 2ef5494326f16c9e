import { quote } from '../../raw/json-grammar.ts';
import type { ByteOutput } from './byte-output.ts';

/** Begins a cell of which only its end will tell whether it needs quotes. @returns where it begins */
export function openCell(output: ByteOutput): number {
  output.reserve(1);
  output.length += 1;
  return output.length - 1;
}

/** Fills the byte that was kept for the opening quote, or moves the text over it. */
export function closeCell(output: ByteOutput, begin: number, needsQuotes: boolean): void {
  output.reserve(1);
  const { bytes, length } = output;
  if (needsQuotes) {
    bytes[begin] = quote;
    bytes[length] = quote;
    output.length = length + 1;
  } else {
    bytes.copyWithin(begin, begin + 1, length);
    output.length = length - 1;
  }
}
