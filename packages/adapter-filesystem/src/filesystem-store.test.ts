import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { type FilesystemStoreOptions, filesystemStore } from './filesystem-store.ts';

describe('filesystemStore', () => {
  const bad: readonly (readonly [option: string, value: unknown])[] = [
    ['folder', undefined],
    ['folder', ''],
    ['folder', 'a\0b'],
    ['folder', 7],
    ['path', '/tmp'],
  ];
  for (const [option, value] of bad) {
    it(`refuses ${option}: ${JSON.stringify(value)}`, () => {
      assert.throws(
        () => filesystemStore({ folder: 'records', [option]: value } as FilesystemStoreOptions),
        (error: Error & { code?: string }) => {
          assert.equal(error.code, 'EXPORT_OPTIONS_INVALID');
          assert.match(error.message, new RegExp(`option "${option}"`));
          return true;
        },
      );
    });
  }

  it('rejects, and does not throw, for a value that is no JSON', async () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;

    const result = filesystemStore({ folder: 'never-made' }).write('key', circular as never, {
      expectedVersion: null,
      signal: new AbortController().signal,
    });

    await assert.rejects(result, TypeError);
  });
});
