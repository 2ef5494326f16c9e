import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { ExportEngineError } from '@export-engine/core';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, it, onTestFinished, vi } from 'vitest';
import { type EmailFailureReason, emailNotifier, nodemailerTransport } from '../src/index.ts';
import { type MailServer, type SmtpStep, startMailServer } from './support/mail-server.ts';
import { sampleEvent } from './support/sample-event.ts';

// Many runs, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 60_000 });

const auth = { user: 'mailer', pass: 'password-of-the-mail-server' };

async function failureOf(options: object): Promise<ExportEngineError> {
  const transport = nodemailerTransport(createTransport({ host: '127.0.0.1', ...options }));
  const notifier = emailNotifier({ transport, from: 'exports@app.example' });
  const error = await notifier.notify(sampleEvent(), { signal: new AbortController().signal }).then(
    () => assert.fail('the mail was sent'),
    (rejection: unknown) => rejection,
  );
  assert.ok(ExportEngineError.isInstance(error));
  assert.equal(error.code, 'EXPORT_NOTIFY_FAILED');
  assert.notEqual(error.cause, undefined);
  assert.doesNotMatch(`${error.message} ${JSON.stringify(error.details)}`, /ada@|example|password|No such user/);
  return error;
}

describe('a mail that an SMTP server refuses', () => {
  let server: MailServer;

  beforeAll(async () => {
    server = await startMailServer();
  });
  afterAll(() => server.close());

  const table: readonly (readonly [SmtpStep, reply: string, EmailFailureReason, isRetryable: boolean])[] = [
    ['RCPT', '550 5.1.1 <ada@example.org> No such user', 'invalid-recipient', false],
    ['RCPT', '553 5.1.3 Bad address ada@example.org', 'invalid-recipient', false],
    ['RCPT', '450 4.2.0 <ada@example.org> Greylisted', 'deferred', true],
    ['RCPT', '550 5.7.1 Relaying denied for ada@example.org', 'rejected', false],
    ['MAIL', '530 5.7.0 Authentication required', 'access-denied', false],
    ['MAIL', '452 4.3.1 Insufficient system storage', 'deferred', true],
    ['AUTH', '535 5.7.8 Authentication credentials invalid', 'access-denied', false],
    ['AUTH', '454 4.7.0 Temporary authentication failure', 'deferred', true],
    ['DATA', '554 5.7.1 Spam from exports@app.example', 'rejected', false],
    ['DATA', '451 4.3.0 Queue full', 'deferred', true],
    ['DATA', '421 4.3.2 Shutting down', 'unavailable', true],
    ['DATA', '454 Throttling failure: Maximum sending rate exceeded.', 'throttled', true],
    ['DATA', '554 Message rejected: Email address is not verified: exports@app.example', 'not-verified', false],
    ['CONN', '421 4.3.2 Too many connections', 'unavailable', true],
    ['CONN', '554 5.7.1 You are on a block list', 'rejected', false],
  ];
  for (const [step, reply, reason, isRetryable] of table) {
    it(`with "${reply}" at ${step} is ${reason}, ${isRetryable ? 'and tried again' : 'for good'}`, async () => {
      server.refuseNext({ step, reply });

      const error = await failureOf({ port: server.port, ...(step === 'AUTH' ? { auth } : {}) });

      assert.equal(error.details['reason'], reason);
      assert.equal(error.isRetryable, isRetryable);
      assert.equal(error.details['smtpCode'], Number(reply.slice(0, 3)));
      assert.equal(error.retryAfterMs === undefined, !isRetryable);
      assert.deepEqual(server.arrived, []);
    });
  }

  it('because the connection breaks in the middle is tried again', async () => {
    const breaking = await startMailServer();
    onTestFinished(() => breaking.close());
    breaking.breakConnections();

    const error = await failureOf({ port: breaking.port });

    assert.equal(error.details['reason'], 'unavailable');
    assert.equal(error.isRetryable, true);
  });
});

describe('a mail for which there is no SMTP server', () => {
  it('is tried again when nobody listens', async () => {
    const port = await portOfNobody();

    const error = await failureOf({ port });

    assert.equal(error.details['reason'], 'unavailable');
    assert.equal(error.isRetryable, true);
    assert.match(error.message, /^The mail was not sent: (ESOCKET|ECONNECTION|ECONNREFUSED)\.$/);
  });

  it('is tried again when the server never speaks', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());

    const error = await failureOf({ port: (silent.address() as AddressInfo).port, greetingTimeout: 50 });

    assert.equal(error.details['reason'], 'unavailable');
    assert.equal(error.isRetryable, true);
  });

  it('is tried again when its name is unknown', async () => {
    const error = await failureOf({ host: 'no-such-host.invalid', port: 25 });

    assert.equal(error.details['reason'], 'unavailable');
  });

  it('is given up when it must be encrypted and the server cannot', async () => {
    const plain = await startMailServer();
    onTestFinished(() => plain.close());

    const error = await failureOf({ port: plain.port, requireTLS: true });

    assert.equal(error.details['reason'], 'misconfigured');
    assert.equal(error.isRetryable, false);
  });
});

async function portOfNobody(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
