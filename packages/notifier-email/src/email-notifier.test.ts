import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, it, vi } from 'vitest';
import { capturedMessages } from '../test/support/captured-mail.ts';
import { sampleEvent } from '../test/support/sample-event.ts';
import { type EmailNotifierOptions, emailNotifier } from './email-notifier.ts';
import type { EmailTransport } from './email-transport.ts';
import { emailFailure } from './failures/email-failure.ts';

// Many runs, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 60_000 });

const { signal } = new AbortController();
const silent: EmailTransport = { send: async () => {} };
const hanging: EmailTransport = { send: () => new Promise(() => {}) };

function notifierWith(options: Partial<EmailNotifierOptions>) {
  return emailNotifier({ transport: silent, from: 'exports@app.example', ...options });
}

describe('emailNotifier', () => {
  it('is called email, or as it is told', () => {
    assert.equal(notifierWith({}).name, 'email');
    assert.equal(notifierWith({ name: 'email-eu' }).name, 'email-eu');
  });

  it('refuses options that are none, before anything is sent', () => {
    const table: readonly [options: object, message: RegExp][] = [
      [{ transport: {} }, /"transport" must be an e-mail transport, such as sesTransport\(\)/],
      [{ from: undefined }, /"from" must be an e-mail address.* it is missing/],
      [{ from: 'Exports <exports@app.example>' }, /from: option "address" must be one e-mail address/],
      [{ replyTo: 'nobody' }, /replyTo: option "address" must be one e-mail address/],
      [{ render: 'text' }, /"render" must be a function; got string/],
      [{ name: 'E-mail' }, /"name" must be a lower-case letter/],
      [{ applicationName: 'A\nB' }, /"applicationName" must be text on one line/],
      [{ applicationName: '  ' }, /"applicationName" must be text on one line/],
      [
        { fileUrlExpiresInSeconds: 1 },
        /"fileUrlExpiresInSeconds" must be an integer from 60 to 31536000; got number 1/,
      ],
      [{ sendTimeoutMs: 0 }, /"sendTimeoutMs" must be an integer from 1 to 600000; got number 0/],
      [{ bcc: 'eve@evil.example' }, /unknown option "bcc"/],
    ];
    for (const [options, message] of table) {
      assert.throws(() => notifierWith(options), { code: 'EXPORT_OPTIONS_INVALID', message });
    }
  });

  it('shows the application as the sender unless the sender has a name', async () => {
    const { transport, mails } = capturedMessages();
    const named = { address: 'exports@app.example', name: 'Exports' };

    await notifierWith({ transport, applicationName: 'Example' }).notify(sampleEvent(), { signal });
    await notifierWith({ transport, applicationName: 'Example', from: named }).notify(sampleEvent(), { signal });
    await notifierWith({ transport }).notify(sampleEvent(), { signal });

    assert.deepEqual(
      mails.map(({ from }) => from.name),
      ['Example', 'Exports', undefined],
    );
  });

  it('names the same mail by the same id, whatever the export id is made of', async () => {
    const { transport, mails } = capturedMessages();
    const odd = `<a b>\r\n${'漢'.repeat(300)}`;

    for (const exportId of ['abc-1', 'abc-1', odd, odd]) {
      await notifierWith({ transport }).notify(sampleEvent({ exportId }), { signal });
    }

    const ids = mails.map(({ messageId }) => messageId);
    assert.deepEqual(ids.slice(0, 2), ['<export.abc-1@app.example>', '<export.abc-1@app.example>']);
    assert.match(ids[2] ?? '', /^<export\.[0-9a-f]{64}@app\.example>$/);
    assert.equal(ids[3], ids[2]);
    const headers = mails.map((mail) => mail.headers['X-Export-Id']);
    assert.equal(headers[0], 'abc-1');
    assert.match(headers[2] ?? '', /^%3Ca%20b%3E%0D%0A(%E6%BC%A2)+/);
    assert.equal(headers[2]?.length, 900);
  });

  it('gives up on a recipient that is no address', async () => {
    await assert.rejects(notifierWith({}).notify(sampleEvent({ recipient: 'ada' }), { signal }), {
      code: 'EXPORT_NOTIFY_FAILED',
      isRetryable: false,
      details: { reason: 'invalid-recipient' },
    });
  });

  it('tries again when the transport is out of time, and tells it to stop', async () => {
    const stopped = vi.fn();
    const transport: EmailTransport = {
      send: (_message, options) => {
        options.signal.addEventListener('abort', stopped);
        return new Promise(() => {});
      },
    };

    await assert.rejects(notifierWith({ transport, sendTimeoutMs: 20 }).notify(sampleEvent(), { signal }), {
      code: 'EXPORT_NOTIFY_FAILED',
      isRetryable: true,
      message: 'The mail was not sent within 20 ms.',
    });
    assert.equal(stopped.mock.calls.length, 1);
  });

  it('rejects with the reason itself when it is aborted, whatever the transport makes of that', async () => {
    const deaf = notifierWith({ transport: hanging });
    const loud = notifierWith({
      transport: {
        send: (_message, { signal: own }) =>
          new Promise((_, reject) =>
            own.addEventListener('abort', () => reject(new Error('aborted by the transport'))),
          ),
      },
    });
    for (const notifier of [deaf, loud]) {
      const controller = new AbortController();
      const reason = new Error('enough');

      const sending = notifier.notify(sampleEvent(), { signal: controller.signal });
      setImmediate(() => controller.abort(reason));

      await assert.rejects(sending, (error) => error === reason);
    }
  });

  it('sends nothing when it is aborted while the mail is rendered', async () => {
    const { transport, mails } = capturedMessages();
    const controller = new AbortController();
    const render = async () => {
      controller.abort(new Error('enough'));
      return { subject: 'S', text: 'T' };
    };

    await assert.rejects(notifierWith({ transport, render }).notify(sampleEvent(), { signal: controller.signal }), {
      message: 'enough',
    });
    await new Promise(setImmediate);
    assert.deepEqual(mails, []);
  });

  it('leaves no listener and no timer behind after ten thousand mails with one signal', async () => {
    const timersBefore = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const controller = new AbortController();
    const failing: EmailTransport = { send: () => Promise.reject(emailFailure('rejected', 'No.')) };
    const render = () => ({ subject: 'S', text: 'T' });

    for (const transport of [silent, failing]) {
      const notifier = notifierWith({ transport, render });
      for (let count = 0; count < 5000; count += 1) {
        await notifier.notify(sampleEvent(), { signal: controller.signal }).catch(() => {});
      }
    }

    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
    const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    assert.ok(timers <= timersBefore, `${timers - timersBefore} timers are left`);
  });
});

describe('a render of one’s own', () => {
  it('makes the mail, also asynchronously, from the event', async () => {
    const { transport, mails } = capturedMessages();
    const render: EmailNotifierOptions['render'] = async ({ fileName }) => ({
      subject: `Bereit:\n${fileName}`,
      text: 'Zeile 1\r\nZeile 2',
      html: '<p>Hallo',
    });

    await notifierWith({ transport, render }).notify(sampleEvent(), { signal });

    assert.equal(mails[0]?.subject, 'Bereit: posts.csv');
    assert.equal(mails[0]?.text, 'Zeile 1\nZeile 2');
    assert.equal(mails[0]?.html, '<p>Hallo');
  });

  it('may say that there is to be no mail', async () => {
    const { transport, mails } = capturedMessages();

    await notifierWith({ transport, render: () => null }).notify(sampleEvent({ type: 'cancelled' }), { signal });

    assert.deepEqual(mails, []);
  });

  it('that fails, or gives what is no mail, is reported once and for good', async () => {
    const broken = [
      () => {
        throw new Error('of ada@example.org');
      },
      async () => Promise.reject(new Error('of ada@example.org')),
      () => undefined,
      () => 'Hello',
      () => ({ subject: 'S' }),
      () => ({ subject: '\n', text: 'T' }),
      () => ({ subject: 'S', text: '' }),
      () => ({ subject: 'S', text: 'T', html: 7 }),
    ];
    for (const render of broken) {
      await assert.rejects(notifierWith({ render: render as never }).notify(sampleEvent(), { signal }), {
        code: 'EXPORT_NOTIFY_FAILED',
        isRetryable: false,
        message: /^The mail was not sent: render (failed|must return \{ subject, text, html\? \} or null)\.$/,
        details: { reason: 'render-failed' },
      });
    }
  });

  it('that says itself whether another try can help is believed', async () => {
    const failure = emailFailure('unavailable', 'The template service is away.');

    const render = () => Promise.reject(failure);

    await assert.rejects(notifierWith({ render }).notify(sampleEvent(), { signal }), (error) => error === failure);
  });

  it('that hangs is stopped with the rest', async () => {
    const render = () => new Promise<never>(() => {});

    await assert.rejects(notifierWith({ render, sendTimeoutMs: 20 }).notify(sampleEvent(), { signal }), {
      isRetryable: true,
      details: { reason: 'unavailable' },
    });
  });
});
