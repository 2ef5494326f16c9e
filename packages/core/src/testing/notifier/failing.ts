import assert from 'node:assert/strict';
import { assertRejects } from '../support/assert-code.ts';
import { eventOf, type NotifierCase, notifierCase, notify, receivedMessages } from './notifier-case.ts';

const secret = 'password-of-the-mail-server';

export const failing: readonly NotifierCase[] = [
  notifierCase({
    id: 'notifier.fail.transient',
    title: 'says EXPORT_NOTIFY_FAILED and that another try can help, and another try then does',
    async check(fixture) {
      fixture.failNext({ kind: 'transient', secret });

      const error = await assertRejects(notify(fixture, eventOf(fixture)), 'EXPORT_NOTIFY_FAILED');

      assert.equal(error.isRetryable, true);
      assert.deepEqual(await fixture.received(), []);
      await notify(fixture, eventOf(fixture));
      await receivedMessages(fixture, 1);
    },
  }),
  notifierCase({
    id: 'notifier.fail.permanent',
    title: 'says EXPORT_NOTIFY_FAILED and that another try can not help',
    async check(fixture) {
      fixture.failNext({ kind: 'permanent', secret });

      const error = await assertRejects(notify(fixture, eventOf(fixture)), 'EXPORT_NOTIFY_FAILED');

      assert.equal(error.isRetryable, false);
    },
  }),
  notifierCase({
    id: 'notifier.fail.no-secrets',
    title: "keeps the backend's own error as the cause, and its text out of the message and the details",
    async check(fixture) {
      fixture.failNext({ kind: 'permanent', secret });

      const error = await assertRejects(notify(fixture, eventOf(fixture)), 'EXPORT_NOTIFY_FAILED');

      assert.notEqual(error.cause, undefined, 'the cause is lost');
      assert.ok(!error.message.includes(secret), 'the message repeats a secret');
      assert.ok(!JSON.stringify(error.details).includes(secret), 'the details repeat a secret');
    },
  }),
];
