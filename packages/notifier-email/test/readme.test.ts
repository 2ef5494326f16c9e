import assert from 'node:assert/strict';
import { createExportEngine, memorySink, memorySource, memoryStore } from '@export-engine/core';
import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import { assertInReadme } from './readme/readme-blocks.ts';
import { type MailServer, startMailServer } from './support/mail-server.ts';

// Many runs, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 60_000 });

const mailServer = vi.hoisted(() => ({ port: 0 }));

/** The example's server is at a fixed port, where something else may listen here. */
vi.mock('nodemailer', async (importOriginal) => {
  const nodemailer = await importOriginal<typeof import('nodemailer')>();
  const createTransport = (options: object) =>
    nodemailer.createTransport({ ...options, host: '127.0.0.1', port: mailServer.port });
  return { ...nodemailer, createTransport };
});

describe("the README's examples", () => {
  let server: MailServer;

  beforeAll(async () => {
    server = await startMailServer();
    mailServer.port = server.port;
  });
  afterAll(() => server.close());

  it('tell of an export over SMTP', async () => {
    await assertInReadme('smtp-example.ts');
    const { email } = await import('./readme/smtp-example.ts');
    const engine = createExportEngine({
      source: memorySource({ rows: [{ id: 1 }, { id: 2 }] }),
      sink: memorySink(),
      store: memoryStore(),
      notifiers: [email],
      fileUrl: (exportId) => `https://app.example/exports/${exportId}/file`,
    });

    const { id } = await engine.start({
      owner: 'ada',
      query: {},
      fileName: 'posts',
      notify: [{ notifier: 'email', recipient: 'ada@example.org' }],
    });
    const { mail, recipients } = await vi.waitUntil(() => server.arrived[0], { timeout: 10_000 });

    assert.deepEqual(recipients, ['ada@example.org']);
    assert.equal(mail.from?.text, '"Example" <exports@example.com>');
    assert.equal(mail.subject, 'Your export is ready: posts.csv');
    assert.match(mail.text ?? '', new RegExp(`^https://app\\.example/exports/${id}/file$`, 'm'));
    assert.match(mail.text ?? '', /^Rows: 2$/m);
    assert.match(mail.text ?? '', /^The link works until \d+ \w+ \d{4} at \d\d:\d\d UTC\.$/m);
  });

  it('make a mail of one’s own', async () => {
    await assertInReadme('render-example.ts');
    const { render } = await import('./readme/render-example.ts');
    const { signal } = new AbortController();
    const { sampleEvent } = await import('./support/sample-event.ts');

    assert.equal((await render(sampleEvent(), { signal }))?.subject, '[Staging] posts.csv');
    assert.equal(await render(sampleEvent({ type: 'cancelled' }), { signal }), null);
  });
});
