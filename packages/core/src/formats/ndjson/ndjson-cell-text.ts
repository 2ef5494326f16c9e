import type { BoundColumn, ColumnType } from '../../contracts/index.ts';
import { CellRejection } from '../cells/cell-rejection.ts';
import { compactJson } from '../cells/compact-json.ts';
import { numberText } from '../cells/number-text.ts';
import type { CellText } from '../cells/row-texts.ts';
import { storedDate } from '../cells/stored-date.ts';
import { createDateText, type DateText } from '../dates/date-text.ts';
import { isJsonNumber } from '../exact-json/json-number.ts';

export interface NdjsonSettings {
  readonly dateFormat: string | undefined;
  readonly timeZone: string | undefined;
}

/** How the values of one column become JSON. */
export function createNdjsonCellText(column: BoundColumn, settings: NdjsonSettings): CellText {
  const { type, arrays, dateFormat, timeZone }: Partial<Extract<BoundColumn, { kind: 'path' }>> =
    column.kind === 'path' ? column : {};
  const writeDate = optionalDateText(dateFormat ?? settings.dateFormat, timeZone ?? settings.timeZone);
  const scalar = createScalarText(type ?? 'auto', writeDate);
  const single: CellText = (value, marks) => (value === null || value === undefined ? 'null' : scalar(value, marks));
  if (type === 'json') return single;
  return (value, marks) => {
    if (!Array.isArray(value)) return single(value, marks);
    if (arrays === 'first') return single(value[0], marks);
    return `[${value.map((element) => single(element, marks)).join(',')}]`;
  };
}

/** Dates are left as stored unless a format or a zone is asked for. */
function optionalDateText(dateFormat: string | undefined, timeZone: string | undefined): DateText {
  if (dateFormat === undefined && timeZone === undefined) return () => undefined;
  return createDateText({ dateFormat: dateFormat ?? 'iso', timeZone });
}

/** Writes anything but null and undefined. */
function createScalarText(type: ColumnType, writeDate: DateText): CellText {
  const auto: CellText = (value, marks) => {
    if (!(value instanceof Date)) return compactJson(value, marks);
    if (Number.isNaN(value.getTime())) throw new CellRejection("the column's function returned an invalid Date");
    return JSON.stringify(writeDate(value) ?? value);
  };
  switch (type) {
    case 'auto':
    case 'json':
      return auto;
    case 'text':
      return (value, marks) => {
        const text = typeof value === 'boolean' ? String(value) : numberText(value, marks);
        return text === undefined ? auto(value, marks) : JSON.stringify(text);
      };
    case 'number':
      return (value, marks) => (typeof value === 'string' && isJsonNumber(value) ? value : auto(value, marks));
    case 'boolean':
      return (value, marks) => (value === 'true' || value === 'false' ? value : auto(value, marks));
    case 'date':
      return (value, marks) => {
        const text = writeDate(storedDate(value, marks));
        return text === undefined ? auto(value, marks) : JSON.stringify(text);
      };
  }
}
