import assert from 'node:assert/strict';
import { assertAbortedBefore, assertAbortedInFlight, assertNoListeners } from '../support/signals.ts';
import { eventOf, type NotifierCase, notifierCase } from './notifier-case.ts';

export const stopping: readonly NotifierCase[] = [
  notifierCase({
    id: 'notifier.signal.before',
    title: 'rejects with signal.reason and tells nobody when the signal is already aborted',
    async check(fixture) {
      await assertAbortedBefore((signal) => fixture.connect().notify(eventOf(fixture), { signal }));

      assert.deepEqual(await fixture.received(), []);
    },
  }),
  notifierCase({
    id: 'notifier.signal.in-flight',
    title: 'rejects with signal.reason when aborted while it tells somebody',
    async check(fixture) {
      await assertAbortedInFlight((signal) => fixture.connect().notify(eventOf(fixture), { signal }));
    },
  }),
  notifierCase({
    id: 'notifier.signal.no-listeners',
    title: 'leaves no listener on a signal that it was called with',
    async check(fixture) {
      const { signal } = new AbortController();

      await fixture.connect().notify(eventOf(fixture), { signal });
      fixture.failNext({ kind: 'permanent', secret: 'none' });
      await assert.rejects(fixture.connect().notify(eventOf(fixture), { signal }));

      await assertNoListeners(signal);
    },
  }),
];
