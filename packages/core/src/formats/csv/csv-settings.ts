import type { ArrayStyle } from '../../contracts/index.ts';
import { boolean, type Check, checkOptions, custom, oneOf, optional, string } from '../../options/index.ts';
import { datePattern, timeZone } from '../dates/date-checks.ts';
import type { CsvOptions } from './csv-options.ts';
import { type CsvDialect, csvDialects } from './dialects.ts';
import type { FormulaGuardMode } from './formula-guard.ts';

/** Every setting of a CSV file that changes its bytes: the dialect with all options filled in. */
export interface CsvSettings extends CsvDialect {
  readonly header: boolean;
  readonly nullText: string;
  readonly booleans: { readonly true: string; readonly false: string };
  readonly arrays: ArrayStyle;
  readonly arraySeparator: string;
  readonly dateFormat: string;
  readonly timeZone: string | undefined;
  readonly formulaGuard: FormulaGuardMode;
}

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID`. */
export function csvSettings(options: CsvOptions): CsvSettings {
  checkOptions<CsvOptions>('csv()', options, {
    dialect: optional(oneOf(Object.keys(csvDialects))),
    delimiter: optional(delimiterCharacter()),
    recordDelimiter: optional(custom('"\\r\\n" or "\\n"', (value) => value === '\r\n' || value === '\n')),
    bom: optional(boolean()),
    header: optional(boolean()),
    nullText: optional(string({ min: 0, max: maxTextLength })),
    booleans: optional(booleanTexts()),
    arrays: optional(oneOf(['join', 'json', 'first'])),
    arraySeparator: optional(string({ min: 1, max: 16 })),
    dateFormat: optional(datePattern()),
    timeZone: optional(timeZone()),
    formulaGuard: optional(oneOf(['escape', 'none', 'reject'])),
  });
  const dialect = csvDialects[options.dialect ?? 'rfc4180'];
  return {
    ...dialect,
    delimiter: options.delimiter ?? dialect.delimiter,
    recordDelimiter: options.recordDelimiter ?? dialect.recordDelimiter,
    bom: options.bom ?? dialect.bom,
    header: options.header ?? true,
    nullText: options.nullText ?? '',
    booleans: options.booleans ?? { true: 'true', false: 'false' },
    arrays: options.arrays ?? 'join',
    arraySeparator: options.arraySeparator ?? ';',
    dateFormat: options.dateFormat ?? 'iso',
    timeZone: options.timeZone,
    formulaGuard: options.formulaGuard ?? 'escape',
  };
}

const maxTextLength = 64;

/** Letters and digits would be found inside every second cell, and `"`, CR and LF have a meaning of their own. */
function delimiterCharacter(): Check {
  return custom(
    'a tab, a blank or one ASCII punctuation character other than the quote',
    (value) => typeof value === 'string' && /^[\t !#-/:-@[-`{-~]$/.test(value),
  );
}

function booleanTexts(): Check {
  const expected = `an object { true, false } of two different strings of 0 to ${maxTextLength} characters`;
  const text = string({ min: 0, max: maxTextLength });
  return custom(expected, (value) => {
    if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return false;
    const texts = value as { readonly true?: unknown; readonly false?: unknown };
    return text.accepts(texts.true) && text.accepts(texts.false) && texts.true !== texts.false;
  });
}
