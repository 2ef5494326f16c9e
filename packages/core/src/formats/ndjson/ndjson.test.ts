import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { encodeDocuments, encodeJson, encoderFor, textOf } from '../../../test/support/encode-rows.ts';
import { nastyText } from '../../../test/support/nasty-text.ts';
import { type NdjsonOptions, ndjson } from './ndjson.ts';

describe('ndjson', () => {
  it('writes the golden bytes', () => {
    const columns = ['id', { path: 'user.name', header: 'Näme "x"' }, 'tags', 'user', 'none'];
    const documents = [
      { id: 1, user: { name: 'A\nda 😀' }, tags: ['a', null] },
      { id: null, tags: [] },
    ];

    assert.equal(
      encodeDocuments(ndjson(), columns, documents),
      '{"id":1,"Näme \\"x\\"":"A\\nda 😀","tags":["a",null],"user":{"name":"A\\nda 😀"},"none":null}\n' +
        '{"id":null,"Näme \\"x\\"":null,"tags":[],"user":null,"none":null}\n',
    );
  });

  it('says what it is', () => {
    const { name, mediaType, fileExtension } = ndjson();

    assert.deepEqual([name, mediaType, fileExtension], ['ndjson', 'application/x-ndjson', 'ndjson']);
    assert.equal(encoderFor(ndjson(), ['a']).header.length, 0);
  });

  it.each(['9007199254740993', '1.10', '1E5', '1e400', '-0', '123456789012345678901234567890'])(
    'keeps every digit of %s',
    (digits) => {
      assert.equal(
        encodeJson(ndjson(), ['a', 'b'], [`{"a":${digits},"b":{"c":[${digits}]}}`]),
        `{"a":${digits},"b":{"c":[${digits}]}}\n`,
      );
    },
  );

  it('writes numbers of a text column as texts, numeric texts of a number column as numbers', () => {
    const columns = [
      { path: 'a', header: 't', type: 'text' },
      { path: 'a', header: 'n', type: 'number' },
      { path: 'a', header: 'auto' },
    ] as const;
    const documents = ['{"a":1.10}', '{"a":"1.10"}', '{"a":"1.10x"}', '{"a":true}'];

    assert.equal(
      encodeJson(ndjson(), columns, documents),
      [
        '{"t":"1.10","n":1.10,"auto":1.10}',
        '{"t":"1.10","n":1.10,"auto":"1.10"}',
        '{"t":"1.10x","n":"1.10x","auto":"1.10x"}',
        '{"t":"true","n":true,"auto":true}',
        '',
      ].join('\n'),
    );
  });

  it('writes texts true and false of a boolean column as booleans', () => {
    assert.equal(
      encodeDocuments(ndjson(), [{ path: 'a', type: 'boolean' }], [{ a: 'true' }, { a: 'no' }]),
      '{"a":true}\n{"a":"no"}\n',
    );
  });

  it('keeps arrays arrays, and takes the first element where a column says so', () => {
    const columns = [
      { path: 'a', arrays: 'join' },
      { path: 'a', header: 'first', arrays: 'first' },
    ] as const;

    assert.equal(
      encodeDocuments(ndjson(), columns, [{ a: [1, 'x'] }, { a: [] }]),
      '{"a":[1,"x"],"first":1}\n{"a":[],"first":null}\n',
    );
  });

  it('writes what functions return', () => {
    const columns = [
      { header: 'big', value: () => 9_007_199_254_740_993n },
      { header: 'nan', value: () => Number.NaN },
      { header: 'date', value: () => new Date(0) },
      { header: 'none', value: () => undefined },
    ];

    assert.equal(
      encodeDocuments(ndjson(), columns, [{}]),
      '{"big":9007199254740993,"nan":"NaN","date":"1970-01-01T00:00:00.000Z","none":null}\n',
    );
  });

  it('rejects what no JSON can hold, naming column and row', () => {
    const column = { header: 'f', value: () => Symbol('secret') as unknown as string };

    assert.throws(() => encodeDocuments(ndjson(), [column], [{}]), {
      code: 'EXPORT_CELL_REJECTED',
      message: 'Column "f", row 0 of its page: a symbol can\'t be written.',
    });
    assert.throws(() => encodeDocuments(ndjson(), [{ header: 'f', value: () => new Date(Number.NaN) }], [{}]), {
      code: 'EXPORT_CELL_REJECTED',
    });
  });

  it('gives lines that JSON.parse reads back, cut where rowEnds says', () => {
    const rows = fc.array(fc.record({ a: nastyText, b: fc.jsonValue({ stringUnit: 'binary' }) }), {
      minLength: 1,
      maxLength: 6,
    });

    fc.assert(
      fc.property(rows, (documents) => {
        const { bytes, rowEnds } = encoderFor(ndjson(), ['a', 'b']).encode(
          { kind: 'documents', documents },
          documents.length,
        );
        const lines = documents.map((_, index) => textOf(bytes.slice(rowEnds[index - 1] ?? 0, rowEnds[index])));

        assert.deepEqual(
          lines,
          documents.map((document) => `${JSON.stringify(document)}\n`),
        );
        assert.equal(
          encodeJson(
            ndjson(),
            ['a', 'b'],
            documents.map((document) => JSON.stringify(document)),
          ),
          lines.join(''),
        );
      }),
    );
  });

  it('escapes lone surrogates and NUL', () => {
    assert.equal(encodeDocuments(ndjson(), ['a'], [{ a: '\ud800\0' }]), '{"a":"\\ud800\\u0000"}\n');
  });

  it('refuses unknown options', () => {
    assert.throws(() => ndjson({ header: true } as NdjsonOptions), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /ndjson\(\): unknown option "header". Allowed: dateFormat, timeZone/,
    });
  });
});
