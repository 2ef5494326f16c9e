import assert from 'node:assert/strict';
import { type StoreCase, storeCase } from './store-case.ts';

export const declaring: readonly StoreCase[] = [
  storeCase({
    id: 'store.declares-itself',
    title: 'declares its contract version and its name',
    async check(fixture) {
      const store = fixture.connect();

      assert.equal(store.specVersion, 1);
      assert.match(store.name, /^[a-z][a-z0-9-]{0,40}$/, 'the name is short and lower case');
    },
  }),
];
