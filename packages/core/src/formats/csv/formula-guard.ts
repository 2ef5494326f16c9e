import { CellRejection } from '../cells/cell-rejection.ts';

/** What happens to a text that a spreadsheet would take for a formula. */
export type FormulaGuardMode = 'escape' | 'none' | 'reject';

/** Guards the text of one cell. Never called for numbers. */
export type FormulaGuard = (text: string) => string;

export function createFormulaGuard(mode: FormulaGuardMode): FormulaGuard {
  switch (mode) {
    case 'none':
      return (text) => text;
    case 'escape':
      return (text) => (isFormula(text) ? `'${text}` : text);
    case 'reject':
      return (text) => {
        if (isFormula(text)) throw new CellRejection('a spreadsheet would take the text for a formula');
        return text;
      };
  }
}

/**
 * The first characters that OWASP names for CSV injection: `= + - @`, tab, carriage return, line feed, and the
 * full-width `＝ ＋ － ＠` that spreadsheets normalise. (csv-stringify's own guard leaves the line feed out.) A blank
 * before them makes the cell a text in spreadsheets, so it is no formula here.
 */
export function isFormula(text: string): boolean {
  switch (text[0]) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
    case '\n':
    case '\uFF1D':
    case '\uFF0B':
    case '\uFF0D':
    case '\uFF20':
      return true;
    default:
      return false;
  }
}
