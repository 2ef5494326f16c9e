import assert from 'node:assert/strict';
import { assertThrows } from '../support/assert-code.ts';
import { assertJson } from '../support/json.ts';
import { type NotifierCase, notifierCase } from './notifier-case.ts';

export const declaring: readonly NotifierCase[] = [
  notifierCase({
    id: 'notifier.declares-itself',
    title: 'declares its contract version and its name',
    async check(fixture) {
      const notifier = fixture.connect();

      assert.equal(notifier.specVersion, 1);
      assert.match(notifier.name, /^[a-z][a-z0-9-]{0,40}$/, 'the name is short and lower case');
    },
  }),
  notifierCase({
    id: 'notifier.recipient.settled-form',
    title: 'returns a recipient as JSON that validates to itself, and leaves the one handed in alone',
    async check(fixture) {
      const notifier = fixture.connect();
      const handedIn = structuredClone(fixture.recipient);

      const settled = notifier.validateRecipient(handedIn);

      assert.deepEqual(handedIn, fixture.recipient, 'validateRecipient changed what was handed in');
      assertJson(settled, 'the recipient');
      assert.deepEqual(notifier.validateRecipient(settled), settled);
    },
  }),
  notifierCase({
    id: 'notifier.recipient.refuses-junk',
    title: 'refuses what is no recipient with EXPORT_OPTIONS_INVALID',
    async check(fixture) {
      const notifier = fixture.connect();
      const junk = [undefined, Number.NaN, () => {}, Symbol('junk'), ...fixture.invalidRecipients];

      assert.ok(fixture.invalidRecipients.length > 0, 'the fixture names invalid recipients');
      for (const recipient of junk) assertThrows(() => notifier.validateRecipient(recipient), 'EXPORT_OPTIONS_INVALID');
    },
  }),
];
