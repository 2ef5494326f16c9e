import assert from 'node:assert/strict';
import { ExportEngineError } from '@export-engine/core';
import { describe, it } from 'vitest';
import { fileSystemFailure } from './file-system-failure.ts';

const call = { port: 'SINK', doing: 'Writing a part' } as const;

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: something, open '/home/ada/secret.csv'`), { code, errno: -1 });
}

describe('fileSystemFailure', () => {
  it('says what happened, with the system code and without a path', () => {
    const cause = systemError('ENOSPC');

    const error = fileSystemFailure(cause, call);

    assert.equal(error.message, 'Writing a part failed: no space is left (ENOSPC).');
    assert.deepEqual(error.details, { errno: 'ENOSPC' });
    assert.equal(error.cause, cause);
  });

  it('waits for what may pass, and gives up on what will not', () => {
    for (const code of ['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EIO', 'EBUSY', 'EAGAIN', 'ESTALE', 'ETIMEDOUT']) {
      const { code: engineCode, isRetryable } = fileSystemFailure(systemError(code), call);
      assert.deepEqual([engineCode, isRetryable], ['EXPORT_SINK_UNAVAILABLE', true], code);
    }
    for (const code of ['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'ENAMETOOLONG', 'EXDEV']) {
      const { code: engineCode, isRetryable } = fileSystemFailure(systemError(code), call);
      assert.deepEqual([engineCode, isRetryable], ['EXPORT_SINK_REJECTED', false], code);
    }
    assert.equal(fileSystemFailure(systemError('EFBIG'), call).code, 'EXPORT_SINK_LIMIT_EXCEEDED');
  });

  it('speaks of the store in the codes of the store', () => {
    const store = { port: 'STORE', doing: 'Writing an entry' } as const;

    assert.equal(fileSystemFailure(systemError('EDQUOT'), store).code, 'EXPORT_STORE_UNAVAILABLE');
    assert.equal(fileSystemFailure(systemError('EROFS'), store).code, 'EXPORT_STORE_REJECTED');
    assert.equal(fileSystemFailure(systemError('EFBIG'), store).code, 'EXPORT_STORE_REJECTED');
  });

  it('leaves errors of the engine alone, and calls unknown ones unexpected', () => {
    const own = new ExportEngineError('EXPORT_SINK_CONFLICT', 'Taken.');

    assert.equal(fileSystemFailure(own, call), own);
    for (const other of [new TypeError('no'), systemError('EWEIRD'), 'text', undefined]) {
      const error = fileSystemFailure(other, call);
      assert.deepEqual([error.code, error.isRetryable], ['EXPORT_UNEXPECTED', false]);
      assert.doesNotMatch(error.message, /secret/);
    }
  });

  it('goes by the first of two failures, and keeps both', () => {
    const both = new AggregateError([systemError('ENOSPC'), systemError('EIO')], 'two failures');

    const error = fileSystemFailure(both, call);

    assert.equal(error.details['errno'], 'ENOSPC');
    assert.equal(error.isRetryable, true);
    assert.equal(error.cause, both);
  });
});
