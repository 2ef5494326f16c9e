import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { compilePath } from './compile-path.ts';

function valueAt(row: object, path: string): unknown {
  return compilePath(path)(row);
}

describe('compilePath', () => {
  it('reads a key, and a key of an object below', () => {
    assert.equal(valueAt({ id: 7 }, 'id'), 7);
    assert.equal(valueAt({ user: { name: { first: 'Ada' } } }, 'user.name.first'), 'Ada');
  });

  it('finds nothing where a key is missing or its holder is no object', () => {
    assert.equal(valueAt({}, 'id'), undefined);
    assert.equal(valueAt({ user: 'Ada' }, 'user.length'), undefined);
    assert.equal(valueAt({ user: null }, 'user.name'), undefined);
  });

  it('keeps null apart from missing', () => {
    assert.equal(valueAt({ user: { name: null } }, 'user.name'), null);
  });

  it('prefers a literal key with dots to the object of the same name', () => {
    assert.equal(valueAt({ user: { name: 'object' }, 'user.name': 'literal' }, 'user.name'), 'literal');
  });

  it('prefers the longest key that leads to a value', () => {
    const row = { a: { 'b.c': 'short' }, 'a.b': { c: 'long' } };

    assert.equal(valueAt(row, 'a.b.c'), 'long');
    assert.equal(valueAt({ ...row, 'a.b': { d: 1 } }, 'a.b.c'), 'short');
    assert.equal(valueAt({ a: { b: { c: 1 } } }, 'a.b.c'), 1);
  });

  it('yields every element of an array, null where an element has no value', () => {
    const row = { items: [{ name: 'a', price: 1 }, { price: 2 }, { name: 'c' }] };

    assert.deepEqual(valueAt(row, 'items.name'), ['a', null, 'c']);
    assert.deepEqual(valueAt(row, 'items.price'), [1, 2, null]);
  });

  it('flattens arrays below an array by one level', () => {
    assert.deepEqual(valueAt({ items: [{ tags: ['a', 'b'] }, { tags: ['c'] }] }, 'items.tags'), ['a', 'b', 'c']);
    assert.deepEqual(valueAt({ items: [{ tags: [['a']] }] }, 'items.tags'), [['a']]);
  });

  it('leaves an array at the end of the path as it is', () => {
    const tags = [['a'], ['b']];

    assert.equal(valueAt({ tags }, 'tags'), tags);
  });

  it('finds nothing when no element has a value, but an empty array is a value', () => {
    assert.equal(valueAt({ items: [{}, 1, null] }, 'items.name'), undefined);
    assert.deepEqual(valueAt({ items: [] }, 'items.name'), []);
  });

  it('sees own properties only', () => {
    assert.equal(valueAt({}, 'constructor'), undefined);
    assert.equal(valueAt({}, '__proto__'), undefined);
    assert.equal(valueAt({ a: {} }, 'a.constructor.name'), undefined);
    assert.equal(valueAt({ a: {} }, 'a.__proto__.toString'), undefined);
  });

  it('reads a document that has such keys itself', () => {
    const row = JSON.parse('{"__proto__":{"constructor":"own"}}') as object;

    assert.equal(valueAt(row, '__proto__.constructor'), 'own');
  });

  it('reads keys with empty segments', () => {
    assert.equal(valueAt({ 'a.': 1 }, 'a.'), 1);
    assert.equal(valueAt({ '': { b: 2 } }, '.b'), 2);
  });
});
