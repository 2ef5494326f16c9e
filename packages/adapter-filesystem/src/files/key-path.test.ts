import assert from 'node:assert/strict';
import { join, sep } from 'node:path';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { namedSegment, pathOfKey } from './key-path.ts';

const root = join(sep, 'root');
const segment = fc.oneof(
  fc.constantFrom(
    'a',
    'A',
    '.',
    '..',
    '...',
    'con',
    'CON',
    'con.csv',
    'com1',
    'nul.',
    'é',
    'e\u0301',
    '%41',
    'a+',
    '~',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.string({ unit: 'binary-ascii', minLength: 90, maxLength: 300 }),
);
const key = fc
  .array(
    segment.filter((text) => !text.includes('/')),
    { minLength: 1, maxLength: 4 },
  )
  .map((segments) => segments.join('/'));

function namesOf(path: string): readonly string[] {
  return path.slice(root.length + 1).split(sep);
}

describe('pathOfKey', () => {
  it('keeps plain keys readable', () => {
    assert.deepEqual(namesOf(pathOfKey(root, 'exports/0f1c-2.csv')), ['exports+', '0f1c-2.csv']);
    assert.deepEqual(namesOf(pathOfKey(root, 'Export ü')), ['%45xport%20%c3%bc']);
  });

  it("never leads out of the root, and never to a folder of it that is not the key's own", () => {
    fc.assert(
      fc.property(key, (one) => {
        const names = namesOf(pathOfKey(root, one));

        assert.equal(names.length, one.split('/').length);
        assert.ok(names.every((name) => name !== '' && !/^\.*$/.test(name)));
      }),
    );
  });

  it('never gives two keys the same path, not where case and Unicode form do not count', () => {
    fc.assert(
      fc.property(key, key, (one, other) => {
        fc.pre(one !== other);

        const paths = [one, other].map((text) => pathOfKey(root, text).toLowerCase().normalize('NFD'));

        assert.notEqual(paths[0], paths[1]);
      }),
    );
  });

  it('makes names that every common system takes', () => {
    fc.assert(
      fc.property(key, (one) => {
        for (const name of namesOf(pathOfKey(root, one))) {
          assert.match(name, /^[a-z0-9._%~+-]{1,121}$/);
          assert.doesNotMatch(name, /\.$/);
          assert.doesNotMatch(name, /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/);
        }
      }),
    );
  });

  it('lets a key be the beginning of another', () => {
    assert.deepEqual(namesOf(pathOfKey(root, 'a')), ['a']);
    assert.deepEqual(namesOf(pathOfKey(root, 'a/b')), ['a+', 'b']);
  });
});

describe('namedSegment', () => {
  it('reads every name back, unless the segment was too long for it', () => {
    fc.assert(
      fc.property(key, (one) => {
        const read = namesOf(pathOfKey(root, one)).map(namedSegment);

        for (const [index, text] of one.split('/').entries()) {
          assert.equal(read[index]?.kind, index === read.length - 1 ? 'key' : 'folder');
          const isTooLong = Buffer.byteLength(text) >= 40;
          assert.ok(read[index].segment === text || (read[index].segment === undefined && isTooLong));
        }
      }),
    );
  });

  it('does not know the names of others', () => {
    for (const name of ['.DS_Store', 'lost+found', 'Thumbs.db', '%zz', '%41%', '%e9', 'a b', 'con', 'a.', '%61', '+']) {
      assert.equal(namedSegment(name), undefined, name);
    }
  });
});
