/** SQLite for the export engine: a source over full-text search or any `SELECT`. @module */
export { matchWords } from './query/match-words.ts';
export type {
  ColumnFilter,
  MatchClause,
  OrderTerm,
  SqliteQuery,
  SqlValue,
  StatementQuery,
  TableQuery,
} from './query/sqlite-query.ts';
export { type SqliteSourceOptions, sqliteSource } from './sqlite-source.ts';
