import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { nodemailerTransport } from './nodemailer-transport.ts';

describe('nodemailerTransport', () => {
  it('hands the mail over as objects, so that nothing is parsed or fetched, with the signal', async () => {
    const mails: unknown[] = [];
    const transporter = { sendMail: async (mail: unknown) => mails.push(mail) };
    const { signal } = new AbortController();

    await nodemailerTransport(transporter).send(
      {
        from: { address: 'exports@app.example', name: 'Exports' },
        to: { address: 'ada@example.org' },
        subject: 'Ready',
        text: 'Hello',
        messageId: '<export.1@app.example>',
        headers: { 'X-Export-Id': '1' },
      },
      { signal },
    );

    assert.deepEqual(mails, [
      {
        from: { address: 'exports@app.example', name: 'Exports' },
        to: { address: 'ada@example.org', name: '' },
        subject: 'Ready',
        text: 'Hello',
        messageId: '<export.1@app.example>',
        headers: { 'X-Export-Id': '1' },
        disableFileAccess: true,
        disableUrlAccess: true,
        signal,
      },
    ]);
  });

  it('refuses what is no transporter', () => {
    for (const transporter of [undefined, null, {}, 'smtp://localhost']) {
      assert.throws(() => nodemailerTransport(transporter as never), {
        code: 'EXPORT_OPTIONS_INVALID',
        message: /^nodemailerTransport\(\): option "transporter" must be a nodemailer transporter/,
      });
    }
  });
});
