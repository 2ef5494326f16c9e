import type { CsvSettings } from '../csv-settings.ts';

/** U+FEFF in UTF-8. */
const byteOrderMark = '\uFEFF';

/** Writes a cell's text as csv-stringify does under our options: quotes where they are needed and nowhere else. */
export type QuotedText = (text: string) => string;

export function createQuotedText({ delimiter }: CsvSettings, columnCount: number): QuotedText {
  const special = new RegExp(`[${escaped(delimiter)}"\\r\\n${byteOrderMark}]`);
  const emptyText = columnCount === 1 ? '""' : '';
  return (text) => {
    if (text === '') return emptyText;
    const whole = text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
    return special.test(whole) ? `"${whole.replaceAll('"', '""')}"` : whole;
  };
}

function escaped(character: string): string {
  return character.replace(/[\\\]^-]/, '\\$&');
}
