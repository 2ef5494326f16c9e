import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { createNumberMarks } from '../exact-json/number-marks.ts';
import { readDocuments } from './read-documents.ts';

function read(json: string, count: number, documentPath: readonly string[] = []): readonly object[] {
  return readDocuments({ kind: 'json', bytes: Buffer.from(json), documentPath }, count, createNumberMarks()).documents;
}

describe('readDocuments', () => {
  it('takes documents from the array itself or from under a path', () => {
    assert.deepEqual(read('[{"a":1}]', 1), [{ a: 1 }]);
    assert.deepEqual(read('[{"hit":{"_source":{"a":1}}}]', 1, ['hit', '_source']), [{ a: 1 }]);
  });

  it('takes bytes that lie inside a larger buffer', () => {
    const bytes = Buffer.from('garbage[{"a":1.10}]1.10').subarray(7, 19);

    assert.equal(readDocuments({ kind: 'json', bytes, documentPath: [] }, 1, createNumberMarks()).documents.length, 1);
  });

  it.each<[string, string, number, readonly string[], RegExp]>([
    ['fewer rows than the page has', '[{}]', 2, [], /A page of 2 rows holds 1/],
    ['more rows than the page has', '[{},{}]', 1, [], /A page of 1 rows holds 2/],
    ['JSON that is cut', '[{"secret":"hunter2"},{"a"', 2, [], /not whole UTF-8 JSON/],
    ['JSON that is no array', '{"secret":1}', 1, [], /not a JSON array/],
    [
      'a row without its document',
      '[{"_source":{}},{"_id":"secret"}]',
      2,
      ['_source'],
      /Row 1 of a page has no document under "_source"/,
    ],
    ['a document only on the prototype', '[{}]', 1, ['__proto__'], /Row 0 of a page has no document/],
    ['a row that is no object', '[{},7]', 2, [], /Row 1 of a page has no document\.$/],
    ['a row that is an array', '[[]]', 1, [], /Row 0/],
  ])('refuses %s', (_, json, count, path, message) => {
    assert.throws(
      () => read(json, count, path),
      (error: { code: string; message: string }) => {
        assert.equal(error.code, 'EXPORT_SOURCE_INCOMPLETE');
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /secret|hunter2/);
        return true;
      },
    );
  });

  it('refuses a wrong number of row objects, and a row that is no object', () => {
    const marks = createNumberMarks();

    assert.throws(() => readDocuments({ kind: 'documents', documents: [{}] }, 2, marks), {
      code: 'EXPORT_SOURCE_INCOMPLETE',
    });
    assert.throws(() => readDocuments({ kind: 'documents', documents: [null as unknown as object] }, 1, marks), {
      code: 'EXPORT_SOURCE_INCOMPLETE',
    });
  });
});
