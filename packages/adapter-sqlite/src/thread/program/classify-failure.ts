import type { ErrorCode } from '@export-engine/core';
import { classifySystemError, isSystemError } from '../../snapshot/classify-system-error.ts';
import type { TaskFailure } from '../task.ts';
import { Refusal } from './refusal.ts';
import { isSqliteError, primaryCode, type SqliteError } from './sqlite-error.ts';

/** Result codes that say more than "the statement is wrong"; see https://sqlite.org/rescode.html. */
const outcomes: Readonly<Record<number, readonly [code: ErrorCode, message: string]>> = {
  5: ['EXPORT_SOURCE_UNAVAILABLE', 'A writer holds the lock of the database (SQLITE_BUSY).'],
  6: ['EXPORT_SOURCE_UNAVAILABLE', 'A writer holds the lock of the database (SQLITE_LOCKED).'],
  7: ['EXPORT_SOURCE_UNAVAILABLE', 'SQLite ran out of memory (SQLITE_NOMEM).'],
  10: ['EXPORT_SOURCE_UNAVAILABLE', 'The database file could not be read (SQLITE_IOERR).'],
  11: ['EXPORT_SOURCE_REJECTED', 'The database file is damaged (SQLITE_CORRUPT).'],
  13: ['EXPORT_SOURCE_UNAVAILABLE', 'The disk is full (SQLITE_FULL).'],
  14: ['EXPORT_SOURCE_UNAVAILABLE', 'The database file could not be opened (SQLITE_CANTOPEN).'],
  15: ['EXPORT_SOURCE_UNAVAILABLE', 'The locks of the database could not be had (SQLITE_PROTOCOL).'],
  17: ['EXPORT_SOURCE_UNAVAILABLE', 'The schema changed meanwhile (SQLITE_SCHEMA).'],
  18: ['EXPORT_ROW_TOO_LARGE', 'A value is larger than SQLite allows (SQLITE_TOOBIG).'],
  26: ['EXPORT_SOURCE_REJECTED', 'The file is not a SQLite database, or it is encrypted (SQLITE_NOTADB).'],
};

const READONLY = 8;

/** How FTS5 complains about a query that it reads. A wrong statement was found before it ran. */
const fullTextError = /^(?:fts5: |unterminated string$|no such column: |unknown special query: )/;

/** Puts any error of a task in the engine's words. What SQLite says while it runs can hold row contents: it is the cause. */
export function classifyFailure(error: unknown): TaskFailure {
  if (error instanceof Refusal) {
    return { code: error.code, message: error.message, cause: causeOf(error.cause) };
  }
  const cause = causeOf(error);
  if (isSqliteError(error)) return { ...classifySqliteError(error), cause };
  if (isTooLong(error)) {
    return { code: 'EXPORT_ROW_TOO_LARGE', message: 'A row is longer than a JavaScript string can be.', cause };
  }
  if (isSystemError(error)) return { ...classifySystemError(error, 'The copy of the rows'), cause };
  return { code: 'EXPORT_SOURCE_REJECTED', message: 'The query could not be run.', cause };
}

function classifySqliteError(error: SqliteError): TaskFailure {
  const primary = primaryCode(error);
  const outcome = outcomes[primary];
  if (outcome !== undefined) return { code: outcome[0], message: outcome[1] };
  if (primary === READONLY) return classifyReadOnly(error);
  if (fullTextError.test(error.message)) {
    return { code: 'EXPORT_SOURCE_REJECTED', message: 'The full-text query is not in the query language of FTS5.' };
  }
  const message = `SQLite could not run the statement: ${error.errstr} (code ${error.errcode}).`;
  return { code: 'EXPORT_SOURCE_REJECTED', message };
}

/** The extended codes are about recovery after a crash, which a connection that may write does in passing. */
function classifyReadOnly({ errcode }: SqliteError): TaskFailure {
  if (errcode === READONLY) {
    return { code: 'EXPORT_SOURCE_REJECTED', message: 'The statement writes; only a SELECT can be exported.' };
  }
  const message = `The database has to be recovered by a process that may write (SQLite code ${errcode}).`;
  return { code: 'EXPORT_SOURCE_UNAVAILABLE', message };
}

function isTooLong(error: unknown): boolean {
  return (
    error instanceof RangeError || (error instanceof Error && 'code' in error && error.code === 'ERR_STRING_TOO_LONG')
  );
}

function causeOf(error: unknown): TaskFailure['cause'] {
  if (!(error instanceof Error)) return undefined;
  return { ...error, message: error.message };
}
