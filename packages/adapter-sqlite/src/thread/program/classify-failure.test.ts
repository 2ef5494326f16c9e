import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { errorCodes } from '@export-engine/core';
import { describe, it } from 'vitest';
import { classifyFailure } from './classify-failure.ts';
import { rejected } from './refusal.ts';

function sqliteError(errcode: number, message = 'a secret of a row'): Error {
  return Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR', errcode, errstr: 'words' });
}

describe('classifyFailure', () => {
  it.each([
    [5, 'EXPORT_SOURCE_UNAVAILABLE'],
    [261, 'EXPORT_SOURCE_UNAVAILABLE'],
    [13, 'EXPORT_SOURCE_UNAVAILABLE'],
    [522, 'EXPORT_SOURCE_UNAVAILABLE'],
    [776, 'EXPORT_SOURCE_UNAVAILABLE'],
    [8, 'EXPORT_SOURCE_REJECTED'],
    [11, 'EXPORT_SOURCE_REJECTED'],
    [26, 'EXPORT_SOURCE_REJECTED'],
    [1, 'EXPORT_SOURCE_REJECTED'],
    [18, 'EXPORT_ROW_TOO_LARGE'],
  ] as const)('makes of SQLite code %i %s, and keeps what SQLite said as the cause', (errcode, code) => {
    const failure = classifyFailure(sqliteError(errcode));

    assert.equal(failure.code, code);
    assert.ok(!failure.message.includes('secret'));
    assert.deepEqual(failure.cause, {
      message: 'a secret of a row',
      code: 'ERR_SQLITE_ERROR',
      errcode,
      errstr: 'words',
    });
  });

  it('waits for room on the disk, and not for rights', () => {
    const systemError = (code: string): Error => Object.assign(new Error(code), { code, syscall: 'write' });

    assert.equal(errorCodes[classifyFailure(systemError('ENOSPC')).code].isRetryable, true);
    assert.equal(errorCodes[classifyFailure(systemError('EACCES')).code].isRetryable, false);
  });

  it('names a row that no JavaScript string can hold', () => {
    assert.equal(classifyFailure(new RangeError('Invalid string length')).code, 'EXPORT_ROW_TOO_LARGE');
    const tooLong = Object.assign(new Error('too long'), { code: 'ERR_STRING_TOO_LONG' });
    assert.equal(classifyFailure(tooLong).code, 'EXPORT_ROW_TOO_LARGE');
  });

  it('tells a wrong full-text query from a wrong statement', () => {
    using database = new DatabaseSync(':memory:');
    database.exec('CREATE VIRTUAL TABLE texts USING fts5(text)');

    for (const query of ['"open', 'AND', 'nope: a', '*', 'a ^', '*nope']) {
      assert.throws(
        () => database.prepare('SELECT * FROM texts WHERE texts MATCH ?').all(query),
        (error) => /full-text query/.test(classifyFailure(error).message),
        query,
      );
    }
  });

  it('hands a refusal on in its own words, and refuses what nobody foresaw', () => {
    const cause = new Error('why');

    assert.deepEqual(classifyFailure(rejected('No.', cause)), {
      code: 'EXPORT_SOURCE_REJECTED',
      message: 'No.',
      cause: { message: 'why' },
    });
    assert.equal(classifyFailure(new TypeError('surprise')).message, 'The query could not be run.');
  });
});
