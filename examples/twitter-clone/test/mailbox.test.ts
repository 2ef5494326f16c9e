import assert from 'node:assert/strict';
import { memoryStore } from '@export-engine/core';
import { describe, it } from 'vitest';
import { createMailbox, type Mailbox } from '../src/api/mailbox/mailbox.ts';
import { mailboxTransport } from '../src/api/mailbox/mailbox-transport.ts';

const { signal } = new AbortController();
const from = { name: 'Twitter clone', address: 'exports@twitter-clone.example' };
const ada = 'ada@twitter-clone.example';

describe('the mailbox', () => {
  it('has what nodemailer sent to an address, the newest first, and nothing of others', async () => {
    const mailbox = createMailbox({ store: memoryStore() });
    const transport = mailboxTransport(mailbox);
    await transport.sendMail({ from, to: ada, subject: 'First', text: 'One.', html: '<p>One.</p>' });
    await new Promise((resolve) => setTimeout(resolve, 2));
    await transport.sendMail({ from, to: 'Ada <ADA@twitter-clone.example>', subject: 'Zweite 日本', text: 'Two.' });
    await transport.sendMail({ from, to: 'grace@twitter-clone.example', subject: 'Not hers', text: 'Three.' });

    const mails = await mailbox.list(ada, { signal });
    const seen = mails.map(({ subject, text, html }) => ({ subject, text, html }));
    assert.deepEqual(seen, [
      { subject: 'Zweite 日本', text: 'Two.', html: null },
      { subject: 'First', text: 'One.', html: '<p>One.</p>' },
    ]);
    assert.equal(mails[1]?.from, from.address);
    assert.ok(Math.abs(Date.parse(mails[0]?.date ?? '') - Date.now()) < 10_000);
  });

  it('keeps a mail that is sent again once', async () => {
    const mailbox = createMailbox({ store: memoryStore() });
    const transport = mailboxTransport(mailbox);
    const mail = { from, to: ada, subject: 'Again', text: '', messageId: '<export-1@twitter-clone.example>' };
    await transport.sendMail(mail);
    await transport.sendMail(mail);

    assert.equal((await mailbox.list(ada, { signal })).length, 1);
  });

  it('keeps the newest hundred', async () => {
    const mailbox = createMailbox({ store: memoryStore() });
    for (let number = 0; number < 103; number += 1) await deliver(mailbox, number);

    const subjects = (await mailbox.list(ada, { signal })).map(({ subject }) => Number(subject));
    assert.deepEqual([subjects.length, subjects[0], subjects.at(-1)], [100, 102, 3]);
  });

  it('does not take a mail for sent that it could not keep', async () => {
    const store = { ...memoryStore(), write: () => Promise.reject(new Error('The disk is full.')) };
    const transport = mailboxTransport(createMailbox({ store }));

    await assert.rejects(transport.sendMail({ from, to: ada, subject: '', text: '' }), /The disk is full/);
  });
});

async function deliver(mailbox: Mailbox, number: number): Promise<void> {
  const date = new Date(Date.UTC(2026, 0, 1) + number).toISOString();
  const mail = { from: from.address, to: ada, subject: String(number), date, text: '', html: null };
  await mailbox.deliver({ ...mail, messageId: String(number) });
}
