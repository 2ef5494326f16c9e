import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { contentDisposition, safeFileName } from './content-disposition.ts';

/** Reads a header as RFC 6266 says: token, quoted string, extended value. Throws on anything else. */
function parse(header: string): { readonly filename: string; readonly extended: string } {
  const form =
    /^attachment; filename="((?:[\x20\x21\x23-\x5b\x5d-\x7e])*)"; filename\*=UTF-8''((?:%[0-9A-F]{2}|[A-Za-z0-9!#$&+.^_`|~-])*)$/;
  const [, filename, extended] =
    form.exec(header) ?? assert.fail(`Not a header of RFC 6266: ${JSON.stringify(header)}`);
  return { filename: filename ?? '', extended: decodeURIComponent(extended ?? '') };
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary-ascii' }),
);

describe('contentDisposition', () => {
  it('carries any Unicode name whole to clients that read filename*', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const { extended, filename } = parse(contentDisposition(name));

        assert.equal(extended, safeFileName(name));
        assert.equal(filename.includes('%'), false);
      }),
    );
  });

  it('cannot be made to hold another header or parameter', () => {
    const { filename, extended } = parse(contentDisposition('a"; filename=evil.exe\r\nSet-Cookie: x=1\\"%22.csv'));

    assert.equal(filename, 'a_; filename=evil.exe__Set-Cookie: x=1___22.csv');
    assert.equal(extended, 'a"; filename=evil.exe__Set-Cookie: x=1_"%22.csv');
  });

  it('keeps a plain name as it is', () => {
    assert.equal(
      contentDisposition("Ada's report (1).csv"),
      `attachment; filename="Ada's report (1).csv"; filename*=UTF-8''Ada%27s%20report%20%281%29.csv`,
    );
  });
});

describe('safeFileName', () => {
  it('leaves alone what file systems can store', () => {
    for (const name of ['Übersicht – 売上 😀.csv', 'תוצאות.csv', '.hidden', 'a b.tar.gz'])
      assert.equal(safeFileName(name), name);
  });

  it('replaces path separators, control characters and broken surrogates', () => {
    assert.equal(safeFileName('../../etc\\passwd\u0000\u0085'), '.._.._etc_passwd__');
    assert.equal(safeFileName('a\ud800b.csv'), 'a\ufffdb.csv');
  });

  it('leaves a name alone that it made', () => {
    fc.assert(fc.property(anyText, (name) => assert.equal(safeFileName(safeFileName(name)), safeFileName(name))));
  });

  it('never gives a name that means a folder, or none', () => {
    for (const name of ['', '.', '..', '...']) assert.equal(safeFileName(name), 'export');
  });

  it('cuts a long name before its extension, between characters, to 255 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 100, maxLength: 300 }), (stem) => {
        const name = safeFileName(`${stem}.csv.gz`);

        assert.ok(Buffer.byteLength(name) <= 255);
        assert.ok(name.endsWith('.csv.gz'));
        assert.ok(name.isWellFormed());
      }),
    );
    assert.equal(safeFileName(`${'ä'.repeat(200)}.csv`), `${'ä'.repeat(125)}.csv`);
  });
});
