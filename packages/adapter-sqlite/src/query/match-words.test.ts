import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { matchWords } from './match-words.ts';

const characters = [
  'a',
  'AND',
  'NEAR(',
  ' ',
  '"',
  "'",
  '*',
  '^',
  ':',
  '-',
  '+',
  '(',
  ')',
  '\0',
  '\n',
  'é',
  '🙂',
  '\u00a0',
  '\ud800',
];

describe('matchWords', () => {
  it('finds the rows that hold every word, wherever', () => {
    assert.deepEqual(found(['the quick fox', 'fox, quick', 'quick'], 'quick fox'), [1, 2]);
  });

  it('takes operators and punctuation for words', () => {
    assert.deepEqual(found(['do not panic', 'do panic'], 'not* "panic'), [1]);
    assert.equal(matchWords('say "hi"'), '"say" """hi"""');
  });

  it('passes over what is no word', () => {
    assert.deepEqual(found(['rock and roll'], 'rock & roll'), [1]);
  });

  it('finds nothing without a word', () => {
    for (const text of ['', ' \t\n', '&']) assert.deepEqual(found(['anything & everything'], text), []);
  });

  it('makes a query of any text that FTS5 understands', () => {
    using database = searchable(['anything']);
    const search = database.prepare('SELECT rowid FROM texts WHERE texts MATCH ?');

    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...characters) }), (text) => {
        assert.doesNotThrow(() => search.all(matchWords(text)));
      }),
    );
  });
});

function found(texts: readonly string[], typed: string): readonly unknown[] {
  using database = searchable(texts);
  const rows = database.prepare('SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rowid').all(matchWords(typed));
  return rows.map((row) => row['rowid']);
}

function searchable(texts: readonly string[]): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE VIRTUAL TABLE texts USING fts5(text)');
  for (const text of texts) database.prepare('INSERT INTO texts VALUES (?)').run(text);
  return database;
}
