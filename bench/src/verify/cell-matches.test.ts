import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { cellMatches } from './cell-matches.ts';

describe('cellMatches', () => {
  it.each([
    ['hello, "world"\n', 'hello, "world"\n'],
    ["'=1+1", '=1+1'],
    ['=1+1', '=1+1'],
    ['1519443079516395150', 1519443079516395150n],
    ['0.1', 0.1],
    ['1e-7', 0.0000001],
    ['true', true],
    ['False', false],
    ['a;b', ['a', 'b']],
    ['a,b', ['a', 'b']],
    ['["a","b"]', ['a', 'b']],
    ['', []],
    ['', null],
  ])('takes "%s" for %s', (cell, value) => {
    assert.ok(cellMatches(cell, value));
  });

  it.each([
    ['1519443079516395300', 1519443079516395150n],
    ['1.51944307951639515e18', 1519443079516395150n],
    ["'hello", 'hello'],
    ['hello ', 'hello'],
    ['', 'hello'],
    ['', 0],
    ['0.1000001', 0.1],
    ['', false],
    ['1', true],
    ['b;a', ['a', 'b']],
    ['a', ['a', 'b']],
    ['[object Object]', null],
    ['null', null],
  ])('does not take "%s" for %s', (cell, value) => {
    assert.ok(!cellMatches(cell, value));
  });
});
