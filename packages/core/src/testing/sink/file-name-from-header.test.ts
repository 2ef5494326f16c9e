import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { fileNameFromHeader } from './file-name-from-header.ts';

describe('fileNameFromHeader', () => {
  it('prefers the extended name, which can hold any character', () => {
    const header = `attachment; filename="fallback.csv"; filename*=UTF-8''%E6%BC%A2%20%22a%22.csv`;

    assert.equal(fileNameFromHeader(header), '漢 "a".csv');
  });

  it('takes the plain name, with its escapes undone, when there is no other', () => {
    assert.equal(fileNameFromHeader('attachment; filename="a \\"b\\".csv"'), 'a "b".csv');
  });

  it('finds no name where there is none', () => {
    assert.equal(fileNameFromHeader('inline'), undefined);
  });
});
