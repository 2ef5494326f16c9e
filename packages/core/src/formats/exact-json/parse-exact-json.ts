import { markExactNumbers } from './mark-exact-numbers.ts';
import type { NumberMarks } from './number-marks.ts';

export interface ExactJson {
  readonly value: unknown;
  /** Present when the value holds marked numbers. */
  readonly marks: NumberMarks | undefined;
}

/**
 * Parses UTF-8 JSON without losing a digit of any number. Of equal keys the last counts, as in `JSON.parse`.
 *
 * @throws TypeError for bytes that are not UTF-8, SyntaxError for text that is not JSON. Its message can quote the text:
 * keep it in a `cause`.
 */
export function parseExactJson(bytes: Uint8Array, marks: NumberMarks): ExactJson {
  const marked = markExactNumbers(bytes, marks.mark);
  const json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(marked);
  return { value: JSON.parse(json), marks: marked === bytes ? undefined : marks };
}
