import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { highlight } from '../src/web/page/format/highlight.ts';

describe('the highlighting of a search in a text', () => {
  it('marks whole words, in any case and with or without accents', () => {
    assert.deepEqual(hits('Café CAFE cafes “cafe”', 'cafe'), ['Café', 'CAFE', 'cafe']);
  });

  it('marks each word of the search, and those of a quoted phrase', () => {
    assert.deepEqual(hits('the quick brown fox', '"brown fox" quick'), ['quick', 'brown', 'fox']);
  });

  it('marks nothing when nothing is searched for', () => {
    assert.deepEqual(highlight('the quick brown fox', ' - '), [{ text: 'the quick brown fox', isHit: false }]);
  });

  it('marks words of other scripts', () => {
    assert.deepEqual(hits('Это первый пост', 'ПЕРВЫЙ'), ['первый']);
  });

  it('never changes the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, search) => {
        assert.equal(
          highlight(text, search)
            .map((stretch) => stretch.text)
            .join(''),
          text,
        );
      }),
    );
  });
});

function hits(text: string, search: string): readonly string[] {
  return highlight(text, search).flatMap((stretch) => (stretch.isHit ? [stretch.text] : []));
}
