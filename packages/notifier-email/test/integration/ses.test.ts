import assert from 'node:assert/strict';
import { ExportEngineError } from '@export-engine/core';
import { startFaultProxy, startMinistack } from '@export-engine/servers';
import { describeWithServer } from '@export-engine/servers/testing';
import { afterAll, it, onTestFinished, vi } from 'vitest';
import { emailNotifier } from '../../src/index.ts';
import { type SesTransportOptions, sesTransport } from '../../src/ses.ts';
import { startMailServer } from '../support/mail-server.ts';
import { sampleEvent } from '../support/sample-event.ts';
import { mailsFrom, sesClient, verifiedSender } from './support/ses-mailbox.ts';

const signal = new AbortController().signal;

function notifierFrom(from: string, options: SesTransportOptions) {
  return emailNotifier({ transport: sesTransport(options), from: { address: from, name: 'Exports, 漢字' } });
}

async function failureOf(sending: Promise<void>): Promise<ExportEngineError> {
  const error = await sending.then(
    () => assert.fail('the mail was sent'),
    (rejection: unknown) => rejection,
  );
  assert.ok(ExportEngineError.isInstance(error));
  assert.doesNotMatch(`${error.message} ${JSON.stringify(error.details)}`, /@/);
  return error;
}

describeWithServer('aws', (server) => {
  const client = sesClient(server);

  afterAll(() => client.destroy());

  it('takes a mail to one recipient, with its subject and both bodies', async () => {
    const from = await verifiedSender(client);

    await notifierFrom(from, { client }).notify(sampleEvent({ fileName: 'Überblick 漢字.csv' }), { signal });

    const [mail, ...rest] = await mailsFrom(server, from);
    assert.deepEqual(rest, []);
    assert.deepEqual(mail?.To, ['Ada Lovelace <ada@example.org>']);
    assert.equal(mail?.Subject, 'Your export is ready: Überblick 漢字.csv');
    assert.match(mail?.BodyText ?? '', /^File: Überblick 漢字\.csv\r?$/m);
    assert.match(mail?.BodyHtml ?? '', /<td [^>]*>Überblick 漢字\.csv<\/td>/);
  });

  it('says that a sender is not verified, which no further try can help', async () => {
    const notifier = notifierFrom('nobody@unverified.example', { client });

    const error = await failureOf(notifier.notify(sampleEvent(), { signal }));

    assert.equal(error.code, 'EXPORT_NOTIFY_FAILED');
    assert.deepEqual(error.details, { reason: 'not-verified', sesError: 'MessageRejected', httpStatus: 400 });
    assert.equal(error.isRetryable, false);
    assert.equal(error.message, 'The mail was not sent: SES answered 400 MessageRejected.');
  });

  it('is tried again when the answer is lost, and the mail then comes twice', async () => {
    const from = await verifiedSender(client);
    const proxy = await startFaultProxy({ target: server.endpoint });
    const proxied = sesClient(server, proxy.url);
    onTestFinished(() => proxy.close());
    onTestFinished(() => proxied.destroy());
    proxy.setRule(() => ({ kind: 'lose-answer' }));
    const notifier = notifierFrom(from, { client: proxied });

    const error = await failureOf(notifier.notify(sampleEvent(), { signal }));
    proxy.setRule(() => undefined);
    await notifier.notify(sampleEvent(), { signal });

    assert.equal(error.details['reason'], 'unavailable');
    assert.equal(error.isRetryable, true);
    assert.equal((await mailsFrom(server, from)).length, 2);
  });

  it('waits as long as a throttled service asks', async () => {
    const proxy = await startFaultProxy({ target: server.endpoint });
    const proxied = sesClient(server, proxy.url);
    onTestFinished(() => proxy.close());
    onTestFinished(() => proxied.destroy());
    proxy.setRule(() => ({ kind: 'respond', status: 429, headers: { 'retry-after': '30' }, body: '' }));

    const error = await failureOf(notifierFrom('a@app.example', { client: proxied }).notify(sampleEvent(), { signal }));

    assert.equal(error.details['reason'], 'throttled');
    assert.equal(error.retryAfterMs, 30_000);
  });

  it('has the recipient get the headers that were sent, but for the message id, which is SES’s own', async () => {
    const relay = await startMailServer();
    onTestFinished(() => relay.close());
    const own = await startMinistack({ smtpRelay: `127.0.0.1:${relay.port}` });
    onTestFinished(() => own.stop());
    const ownClient = sesClient(own);
    onTestFinished(() => ownClient.destroy());
    const from = await verifiedSender(ownClient);

    await notifierFrom(from, { client: ownClient }).notify(sampleEvent(), { signal });

    const { sender, recipients, mail } = await vi.waitUntil(() => relay.arrived[0], { timeout: 10_000 });
    assert.equal(sender, from);
    assert.deepEqual(recipients, ['ada@example.org']);
    assert.equal(mail.from?.text, `"Exports, 漢字" <${from}>`);
    assert.equal(mail.headers.get('x-export-id'), sampleEvent().exportId);
    assert.match(mail.messageId ?? '', /@email\.amazonses\.com>$/);
    assert.match(mail.html || '', /Download the file/);
  });
});
