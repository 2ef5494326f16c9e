import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { encodeDocuments } from '../../../test/support/encode-rows.ts';
import { csv } from './csv.ts';
import { type CsvDialectName, csvDialects } from './dialects.ts';

const columns = ['id', 'text', 'tags', 'ok', { header: 'äöü', path: 'none' }];
const documents = [
  { id: 1, text: 'plain; semicolon', tags: ['a', 'b'], ok: true },
  { id: 1.5, text: 'comma, "quote"\ttab\r\nline', tags: [], ok: false },
  { id: -7, text: '=1+1', tags: ['😀'], ok: null },
];

const golden: Record<CsvDialectName, string> = {
  rfc4180:
    'id,text,tags,ok,äöü\r\n1,plain; semicolon,a;b,true,\r\n1.5,"comma, ""quote""\ttab\r\nline",,false,\r\n-7,\'=1+1,😀,,\r\n',
  excel:
    '\uFEFFid,text,tags,ok,äöü\r\n1,plain; semicolon,a;b,true,\r\n1.5,"comma, ""quote""\ttab\r\nline",,false,\r\n-7,\'=1+1,😀,,\r\n',
  'excel-semicolon':
    '\uFEFFid;text;tags;ok;äöü\r\n1;"plain; semicolon";"a;b";true;\r\n1.5;"comma, ""quote""\ttab\r\nline";;false;\r\n-7;\'=1+1;😀;;\r\n',
  tsv: 'id\ttext\ttags\tok\täöü\n1\tplain; semicolon\ta;b\ttrue\t\n1.5\t"comma, ""quote""\ttab\r\nline"\t\tfalse\t\n-7\t\'=1+1\t😀\t\t\n',
};

describe('csv option dialect', () => {
  it.each(Object.keys(csvDialects) as CsvDialectName[])('writes the golden bytes of %s', (dialect) => {
    assert.equal(encodeDocuments(csv({ dialect }), columns, documents), golden[dialect]);
  });

  it('is rfc4180 by default', () => {
    assert.equal(encodeDocuments(csv(), columns, documents), golden.rfc4180);
  });

  it('decides the media type and the file extension', () => {
    const typeOf = ({ mediaType, fileExtension }: { mediaType: string; fileExtension: string }) => [
      mediaType,
      fileExtension,
    ];

    assert.deepEqual(typeOf(csv()), ['text/csv; charset=utf-8', 'csv']);
    assert.deepEqual(typeOf(csv({ dialect: 'excel-semicolon' })), ['text/csv; charset=utf-8', 'csv']);
    assert.deepEqual(typeOf(csv({ dialect: 'tsv' })), ['text/tab-separated-values; charset=utf-8', 'tsv']);
  });

  it('refuses an unknown dialect', () => {
    assert.throws(() => csv({ dialect: 'excle' as 'excel' }), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /csv\(\): option "dialect" must be one of "rfc4180", "excel", "excel-semicolon", "tsv"; got string/,
    });
  });
});
