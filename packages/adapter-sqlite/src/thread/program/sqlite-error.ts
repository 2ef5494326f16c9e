/** What `node:sqlite` throws when SQLite refuses. */
export interface SqliteError extends Error {
  readonly code: 'ERR_SQLITE_ERROR';
  /** SQLite's extended result code. */
  readonly errcode: number;
  /** SQLite's words for the code alone: no part of a statement or a row. */
  readonly errstr: string;
}

export function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';
}

/** The code without its extension. */
export function primaryCode({ errcode }: SqliteError): number {
  return errcode & 0xff;
}
