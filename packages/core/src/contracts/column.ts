/**
 * What a column's values are.
 *
 * `auto` writes each value as its JSON type says; `date` formats instants; `text` is a string that keeps the formula
 * guard; `number` writes the digits exactly as stored; `json` writes compact JSON text.
 */
export type ColumnType = 'auto' | 'text' | 'number' | 'boolean' | 'date' | 'json';

/** How an array becomes one cell: its elements joined, compact JSON text, or its first element. */
export type ArrayStyle = 'join' | 'json' | 'first';

/** A column that a source says a query's rows can have. */
export interface ColumnDescription {
  /** Dotted path into the row. */
  readonly path: string;
  readonly type: ColumnType;
}

/** A value a column function may return. `undefined` and `null` are the null text. */
export type CellValue = string | number | bigint | boolean | Date | null | undefined | readonly CellValue[] | object;

/** A column that is read from the row. Plain data: it can travel in a request. */
export interface PathColumn {
  /** Dotted path. A key that itself contains dots is found too; through an array it yields every element's value. */
  readonly path: string;
  /** Text in the header row. @default the path */
  readonly header?: string | undefined;
  /** @default 'auto' */
  readonly type?: ColumnType | undefined;
  /** Overrides the format's own setting for this column. */
  readonly arrays?: ArrayStyle | undefined;
  /** For `type: 'date'`: pattern of `yyyy MM dd HH mm ss SSS XXX`, or `iso`. @default the format's own */
  readonly dateFormat?: string | undefined;
  /** For `type: 'date'`: IANA time zone. @default the format's own */
  readonly timeZone?: string | undefined;
}

/** A column computed from declared inputs; only those are parsed. */
export interface ComputedColumn {
  readonly header: string;
  /** Dotted paths of the inputs, at least one. */
  readonly from: readonly string[];
  readonly value: (...inputs: readonly unknown[]) => CellValue;
}

/** A column computed from the whole row. */
export interface RowFunctionColumn {
  readonly header: string;
  readonly value: (row: object) => CellValue;
}

/** What an application writes: a string is a path. */
export type ColumnDefinition = string | PathColumn | ComputedColumn | RowFunctionColumn;

/** A column as fixed in the record: JSON, without the function, which is bound again from the engine's own options. */
export type PlannedColumn =
  | ({ readonly kind: 'path'; readonly header: string; readonly type: ColumnType } & Omit<
      PathColumn,
      'header' | 'type'
    >)
  | { readonly kind: 'computed'; readonly header: string; readonly from: readonly string[] }
  | { readonly kind: 'row-function'; readonly header: string };

/** A planned column with its function bound: what a format encodes. */
export type BoundColumn =
  | Extract<PlannedColumn, { kind: 'path' }>
  | (Extract<PlannedColumn, { kind: 'computed' }> & Pick<ComputedColumn, 'value'>)
  | (Extract<PlannedColumn, { kind: 'row-function' }> & Pick<RowFunctionColumn, 'value'>);
