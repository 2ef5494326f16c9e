import type { BoundColumn, ColumnType } from '../../contracts/index.ts';
import { CellRejection } from '../cells/cell-rejection.ts';
import { compactJson } from '../cells/compact-json.ts';
import { numberText } from '../cells/number-text.ts';
import type { CellText } from '../cells/row-texts.ts';
import { storedDate } from '../cells/stored-date.ts';
import { createDateText, type DateText } from '../dates/date-text.ts';
import { isJsonNumber } from '../exact-json/json-number.ts';
import type { NumberMarks } from '../exact-json/number-marks.ts';
import type { CsvSettings } from './csv-settings.ts';
import { createFormulaGuard, type FormulaGuard } from './formula-guard.ts';

/** How the values of one column become the text of a cell, before quoting. */
export function createCsvCellText(column: BoundColumn, settings: CsvSettings): CellText {
  const {
    arrays = settings.arrays,
    dateFormat = settings.dateFormat,
    timeZone = settings.timeZone,
  } = column.kind === 'path' ? column : {};
  const type = column.kind === 'path' ? column.type : 'auto';
  const writeDate = createDateText({ dateFormat, timeZone });
  const guard = createFormulaGuard(settings.formulaGuard);
  const guarded = createScalarText({ type, settings, writeDate, guard });
  const plain = createScalarText({ type, settings, writeDate, guard: (text) => text });
  const isNumber = (value: unknown, marks: NumberMarks | undefined): boolean =>
    numberText(value, marks) !== undefined || (type === 'number' && typeof value === 'string' && isJsonNumber(value));

  const single: CellText = (value, marks) =>
    value === null || value === undefined ? settings.nullText : guarded(value, marks);
  const joined = (elements: readonly unknown[], marks: NumberMarks | undefined): string => {
    const texts = elements.map((element) =>
      element === null || element === undefined ? settings.nullText : plain(element, marks),
    );
    const text = texts.join(settings.arraySeparator);
    return elements.every((element) => isNumber(element, marks)) ? text : guard(text);
  };
  return (value, marks) => {
    if (!Array.isArray(value) || type === 'json' || arrays === 'json') return single(value, marks);
    return arrays === 'first' ? single(value[0], marks) : joined(value, marks);
  };
}

interface ScalarSettings {
  readonly type: ColumnType;
  readonly settings: CsvSettings;
  readonly writeDate: DateText;
  readonly guard: FormulaGuard;
}

/** Writes anything but null and undefined. Arrays come here only to be JSON text. */
function createScalarText({ type, settings, writeDate, guard }: ScalarSettings): CellText {
  const auto: CellText = (value, marks) => {
    if (typeof value === 'string') return marks?.digitsOf(value) ?? guard(value);
    if (typeof value === 'boolean') return settings.booleans[`${value}`];
    if (value instanceof Date) return dateObjectText(value, writeDate);
    return numberText(value, marks) ?? compactJson(value, marks);
  };
  switch (type) {
    case 'auto':
      return auto;
    case 'text':
      return (value, marks) => guard(numberText(value, marks) ?? auto(value, marks));
    case 'number':
      return (value, marks) => (typeof value === 'string' && isJsonNumber(value) ? value : auto(value, marks));
    case 'boolean':
      return (value, marks) => (value === 'true' || value === 'false' ? settings.booleans[value] : auto(value, marks));
    case 'date':
      return (value, marks) => writeDate(storedDate(value, marks)) ?? auto(value, marks);
    case 'json':
      return compactJson;
  }
}

function dateObjectText(value: Date, writeDate: DateText): string {
  if (Number.isNaN(value.getTime())) throw new CellRejection("the column's function returned an invalid Date");
  return writeDate(value) ?? value.toISOString();
}
