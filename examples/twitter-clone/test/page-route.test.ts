import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { parseRoute, type Route, routeHash } from '../src/web/page/shell/route.ts';

const everything: Route = { view: 'search', search: { text: '', from: '', to: '' }, page: 1 };

describe('the address of a view', () => {
  it('is short for the search for everything', () => {
    assert.equal(routeHash(everything), '#/search');
  });

  it('keeps what is searched for, and the page', () => {
    const route: Route = { view: 'search', search: { text: 'c++ & "tea"', from: '2022-01-01', to: '' }, page: 3 };

    assert.equal(routeHash(route), '#/search?text=c%2B%2B+%26+%22tea%22&from=2022-01-01&page=3');
    assert.deepEqual(parseRoute(routeHash(route)), route);
  });

  it('leads back to its view, whatever is searched for', () => {
    const field = fc.string({ unit: 'grapheme' });
    const search = fc.record({ text: field, from: field, to: field }, { noNullPrototype: true });
    fc.assert(
      fc.property(search, fc.integer({ min: 1, max: 500 }), (wanted, page) => {
        const route: Route = { view: 'search', search: wanted, page };
        assert.deepEqual(parseRoute(routeHash(route)), route);
      }),
    );
  });

  it('of no view leads to the search, and of no page to the first', () => {
    for (const hash of ['', '#', '#/', '#/nowhere', '#/search?page=0', '#/search?page=x']) {
      assert.deepEqual(parseRoute(hash), everything, hash);
    }
  });
});
