/**
 * A value to compare with or to bind. An integer beyond 2^53 is written in digits, `{ integer: '9007199254740993' }`, for
 * JavaScript numbers lose some of them. `true` and `false` are 1 and 0.
 */
export type SqlValue = string | number | boolean | null | { readonly integer: string };

/** Which values of a column are wanted: one value, or every condition of the object. */
export type ColumnFilter =
  | SqlValue
  | {
      readonly eq?: SqlValue;
      /** Any other value, also none at all: `not: null` is every row that has a value. */
      readonly not?: SqlValue;
      readonly lt?: SqlValue;
      readonly lte?: SqlValue;
      readonly gt?: SqlValue;
      readonly gte?: SqlValue;
      readonly in?: readonly SqlValue[];
    };

export type OrderTerm = {
  readonly column: string;
  /** @default 'asc' */
  readonly direction?: 'asc' | 'desc';
};

/** A full-text search. */
export type MatchClause = {
  /** The FTS5 table. Its rowids are those of the query's table, as with `content='posts'`. */
  readonly index: string;
  /** In the query language of FTS5. `matchWords()` makes it of what a person typed. */
  readonly query: string;
};

/** Rows of one table or view. Names are checked against the schema, values are bound. */
export type TableQuery = {
  readonly table: string;
  /** @default every column */
  readonly columns?: readonly string[];
  readonly match?: MatchClause;
  /** By column; all of them have to hold. */
  readonly where?: { readonly [column: string]: ColumnFilter };
  /** Completed with the rowid, or the primary key of a table without one. @default the rowid */
  readonly orderBy?: readonly OrderTerm[];
  /** Columns that hold JSON text: their values come out as arrays and objects. */
  readonly json?: readonly string[];
};

/** Whatever one `SELECT` gives, in its own order. */
export type StatementQuery = {
  /** One statement that begins with `SELECT`, `WITH` or `VALUES`. */
  readonly sql: string;
  /** For `?` a list, for `:name` an object. */
  readonly parameters?: readonly SqlValue[] | { readonly [name: string]: SqlValue };
  /** Columns that hold JSON text: their values come out as arrays and objects. */
  readonly json?: readonly string[];
};

/** What `sqliteSource()` understands. */
export type SqliteQuery = TableQuery | StatementQuery;

export function isStatementQuery(query: SqliteQuery): query is StatementQuery {
  return 'sql' in query;
}
