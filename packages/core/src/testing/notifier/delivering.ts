import assert from 'node:assert/strict';
import { eventually } from '../support/eventually.ts';
import { eventOf, failedEventOf, type NotifierCase, notifierCase, notify, receivedMessages } from './notifier-case.ts';

export const delivering: readonly NotifierCase[] = [
  notifierCase({
    id: 'notifier.deliver.completed',
    title: 'tells of a completed export once, with the name of the file and where it is',
    async check(fixture) {
      const event = eventOf(fixture);

      await notify(fixture, event);

      const [message = ''] = await receivedMessages(fixture, 1);
      assert.ok(message.includes(event.fileName), 'the file name is not in the message');
      assert.ok(message.includes(event.fileUrl ?? ''), "the file's address is not in the message");
    },
  }),
  notifierCase({
    id: 'notifier.deliver.failed',
    title: 'tells of a failed export once, with the name of the file and the code of the failure',
    async check(fixture) {
      const event = failedEventOf(fixture);

      await notify(fixture, event);

      const [message = ''] = await receivedMessages(fixture, 1);
      assert.ok(message.includes(event.fileName), 'the file name is not in the message');
      assert.ok(message.includes('EXPORT_SOURCE_INCOMPLETE'), "the failure's code is not in the message");
    },
  }),
  notifierCase({
    id: 'notifier.deliver.cancelled',
    title: 'tells of a cancelled export once, with the name of the file, and not as of a completed one',
    async check(fixture) {
      const event = eventOf(fixture, { fileUrl: undefined });
      await notify(fixture, { ...event, type: 'cancelled' });
      const [cancelled = ''] = await receivedMessages(fixture, 1);

      await notify(fixture, event);

      const [, completed] = await receivedMessages(fixture, 2);
      assert.ok(cancelled.includes(event.fileName), 'the file name is not in the message');
      assert.notEqual(cancelled, completed);
    },
  }),
  notifierCase({
    id: 'notifier.deliver.without-address',
    title: 'tells of a completed export although no address of the file is configured',
    async check(fixture) {
      await notify(fixture, eventOf(fixture, { fileUrl: undefined }));

      const [message = ''] = await receivedMessages(fixture, 1);
      assert.ok(!message.includes('undefined'), 'the message says undefined');
    },
  }),
  notifierCase({
    id: 'notifier.deliver.again',
    title: 'takes the same event again without complaint, for delivery is at least once',
    async check(fixture) {
      await notify(fixture, eventOf(fixture));
      await notify(fixture, eventOf(fixture));

      await eventually(async () => assert.ok((await fixture.received()).length >= 1, 'nothing arrived'));
    },
  }),
  notifierCase({
    id: 'notifier.deliver.events-do-not-mix',
    title: 'tells of ten exports at the same time without mixing them up',
    async check(fixture) {
      const notifier = fixture.connect();
      const events = Array.from({ length: 10 }, (_, index) =>
        eventOf(fixture, { exportId: `export-${index}`, fileName: `<file ${index}>.csv` }),
      );

      await Promise.all(events.map((event) => notifier.notify(event, { signal: new AbortController().signal })));

      const messages = await receivedMessages(fixture, events.length);
      for (const { fileName } of events) {
        const count = messages.filter((message) => message.includes(fileName)).length;
        assert.equal(count, 1, `${count} messages name ${fileName}`);
      }
    },
  }),
  notifierCase({
    id: 'notifier.deliver.leaves-event-alone',
    title: 'leaves the event as it is',
    async check(fixture) {
      const event = failedEventOf(fixture);
      const before = structuredClone(event);

      await notify(fixture, event);

      assert.deepEqual(event, before);
    },
  }),
];
