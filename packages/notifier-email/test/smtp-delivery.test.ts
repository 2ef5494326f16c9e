import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { createTransport, type Transporter } from 'nodemailer';
import { afterAll, beforeAll, describe, it, onTestFinished, vi } from 'vitest';
import { type EmailNotifierOptions, emailNotifier, nodemailerTransport } from '../src/index.ts';
import { hostileText } from './support/hostile-text.ts';
import { type MailServer, startMailServer } from './support/mail-server.ts';
import { sampleEvent } from './support/sample-event.ts';

// Many runs, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 60_000 });

const signal = new AbortController().signal;

describe('over a real SMTP connection', () => {
  let server: MailServer;
  let pool: Transporter;

  beforeAll(async () => {
    server = await startMailServer();
    pool = createTransport({ host: '127.0.0.1', port: server.port, pool: true, maxConnections: 2 });
  });
  afterAll(async () => {
    pool.close();
    await server.close();
  });

  function notifierWith(options: Partial<EmailNotifierOptions> = {}) {
    return emailNotifier({
      transport: nodemailerTransport(pool),
      from: { address: 'exports@app.example', name: 'Exports "of" <Example>, 漢字' },
      applicationName: 'Example',
      ...options,
    });
  }

  it('a mail arrives at the one recipient, with its headers and both bodies', async () => {
    await notifierWith({ replyTo: 'support@app.example' }).notify(sampleEvent({ fileName: 'Überblick 漢字.csv' }), {
      signal,
    });

    const { sender, recipients, mail } = server.arrived.at(-1) ?? assert.fail('nothing arrived');
    assert.equal(sender, 'exports@app.example');
    assert.deepEqual(recipients, ['ada@example.org']);
    assert.equal(mail.from?.text, '"Exports \\"of\\" <Example>, 漢字" <exports@app.example>');
    assert.equal(mail.replyTo?.text, 'support@app.example');
    assert.equal(mail.subject, 'Your export is ready: Überblick 漢字.csv');
    assert.equal(mail.headers.get('x-export-id'), '0d3c3a52-7a39-4f0e-9a58-0b8f0f1f8f9a');
    assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
    assert.match(mail.text ?? '', /https:\/\/app\.example\/exports\/1\/file/);
    assert.match(mail.html || '', /<a href="https:\/\/app\.example\/exports\/1\/file"/);
  });

  it('nothing that an event holds makes a second recipient or a header', async () => {
    const texts = fc.record({ fileName: hostileText(200), label: hostileText(200), owner: hostileText(256) });
    await fc.assert(
      fc.asyncProperty(texts, async (changes) => {
        const before = server.arrived.length;

        await notifierWith().notify(sampleEvent(changes), { signal });

        assert.equal(server.arrived.length, before + 1);
        const { sender, recipients, mail } = server.arrived.at(-1) ?? assert.fail('nothing arrived');
        assert.equal(sender, 'exports@app.example');
        assert.deepEqual(recipients, ['ada@example.org']);
        const keys = mail.headerLines.map(({ key }) => key).sort();
        assert.equal(
          keys.join(),
          'auto-submitted,content-type,date,from,message-id,mime-version,subject,to,x-export-id',
        );
      }),
      { numRuns: 60 },
    );
  });

  it('an address in another script goes out in ASCII', async () => {
    const notifier = notifierWith();
    const recipient = notifier.validateRecipient('ada@bücher.example');

    await notifier.notify(sampleEvent({ recipient }), { signal });

    assert.deepEqual(recipient, { address: 'ada@xn--bcher-kva.example' });
    assert.match(server.arrived.at(-1)?.raw ?? '', /^To: ada@xn--bcher-kva\.example\r$/m);
  });
});

describe('a mail that is given up while the server holds its answer', () => {
  async function heldServer() {
    const server = await startMailServer();
    server.holdAnswers();
    onTestFinished(() => server.close());
    const transport = nodemailerTransport(createTransport({ host: '127.0.0.1', port: server.port }));
    return { server, transport };
  }

  it('rejects with the reason at once, and the connection is closed', async () => {
    const { server, transport } = await heldServer();
    const notifier = emailNotifier({ transport, from: 'exports@app.example' });
    const controller = new AbortController();
    const reason = new Error('enough');

    const sending = notifier.notify(sampleEvent(), { signal: controller.signal });
    await until(() => server.connections() === 1);
    await sleep(150);
    controller.abort(reason);

    await assert.rejects(sending, reason);
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
    await until(() => server.connections() === 0);
  });

  it('is tried again when its time is over', async () => {
    const { server, transport } = await heldServer();
    const notifier = emailNotifier({ transport, from: 'exports@app.example', sendTimeoutMs: 300 });

    await assert.rejects(notifier.notify(sampleEvent(), { signal }), {
      code: 'EXPORT_NOTIFY_FAILED',
      message: 'The mail was not sent within 300 ms.',
      isRetryable: true,
    });
    await until(() => server.connections() === 0);
  });
});

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!isTrue()) {
    assert.ok(Date.now() < deadline, 'it never came to that');
    await sleep(5);
  }
}
