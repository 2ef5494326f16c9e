import assert from 'node:assert/strict';
import { assertRejects } from '../support/assert-code.ts';
import { liveSignal } from '../support/signals.ts';
import { type StoreCase, storeCase, write } from './store-case.ts';

const badKeys = [
  '',
  '/',
  '/leading',
  'trailing/',
  'empty//segment',
  '.',
  '..',
  'up/../out',
  './here',
  'a space',
  'a\\backslash',
  'a:colon',
  'ünïcode',
  'line\n',
  'nul\u0000',
  'percent%2e',
  'x'.repeat(513),
];

const goodKeys = [
  'a',
  '...',
  '.hidden',
  'a..b',
  '-dash_and.dot-',
  'UPPER/lower/0123456789',
  Array.from({ length: 5 }, (_, index) => String(index).repeat(100))
    .join('/')
    .padEnd(512, 'x'),
];

export const refusingKeys: readonly StoreCase[] = [
  storeCase({
    id: 'store.key.refused-on-write',
    title: 'refuses to write under a key that breaks the rules, with EXPORT_OPTIONS_INVALID',
    async check(fixture) {
      for (const key of badKeys) await assertRejects(write(fixture, key, 1), 'EXPORT_OPTIONS_INVALID');

      assert.deepEqual(await fixture.keys(), []);
    },
  }),
  storeCase({
    id: 'store.key.refused-on-read',
    title: 'refuses to read a key that breaks the rules, with EXPORT_OPTIONS_INVALID',
    async check(fixture) {
      const store = fixture.connect();
      for (const key of badKeys)
        await assertRejects(store.read(key, { signal: liveSignal() }), 'EXPORT_OPTIONS_INVALID');
    },
  }),
  storeCase({
    id: 'store.key.refused-on-remove',
    title: 'refuses to remove a key that breaks the rules, with EXPORT_OPTIONS_INVALID',
    async check(fixture) {
      const store = fixture.connect();
      for (const key of badKeys) {
        await assertRejects(store.remove(key, { signal: liveSignal() }), 'EXPORT_OPTIONS_INVALID');
      }
    },
  }),
  storeCase({
    id: 'store.key.every-allowed-key',
    title: 'takes every key that keeps the rules, up to 512 characters',
    async check(fixture) {
      for (const key of goodKeys) {
        await write(fixture, key, key);
        assert.equal(await fixture.readValue(key), key);
      }

      assert.deepEqual((await fixture.keys()).toSorted(), goodKeys.toSorted());
    },
  }),
];
