import assert from 'node:assert/strict';
import type { ExportEvent } from '@export-engine/core';
import fc from 'fast-check';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { describe, it, vi } from 'vitest';
import { type EmailNotifierOptions, emailNotifier } from '../src/index.ts';
import { oneLine } from '../src/one-line.ts';
import { capturedMime } from './support/captured-mail.ts';
import { hostileText } from './support/hostile-text.ts';
import { failedEvent, sampleEvent } from './support/sample-event.ts';

// Many runs, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 60_000 });

const HEADERS = [
  'auto-submitted',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'reply-to',
  'subject',
  'to',
  'x-export-id',
];

/** Sends through the SES transport, which composes the MIME text itself, and reads that with a real parser. */
async function delivered(
  event: ExportEvent,
  options: Partial<EmailNotifierOptions> = {},
): Promise<{ readonly raw: string; readonly mail: ParsedMail }> {
  const { transport, mails } = capturedMime();
  const notifier = emailNotifier({
    transport,
    from: { address: 'exports@app.example', name: 'Exports' },
    replyTo: 'support@app.example',
    ...options,
  });
  await notifier.notify(event, { signal: new AbortController().signal });
  const [raw = new Uint8Array()] = mails;
  return { raw: Buffer.from(raw).toString('latin1'), mail: await simpleParser(Buffer.from(raw)) };
}

function mailboxes(field: AddressObject | AddressObject[] | undefined): readonly (readonly [string, string])[] {
  return [field ?? []].flat().flatMap(({ value }) => value.map(({ address = '', name }) => [address, name] as const));
}

function squeezedNames(field: AddressObject | AddressObject[] | undefined): readonly (readonly [string, string])[] {
  return mailboxes(field).map(([address, name]) => [address, squeezed(name)] as const);
}

/** A long header is folded at a blank, and of several blanks there one may be left (RFC 5322, 2.2.3). */
function squeezed(text: string | undefined): string {
  return (text ?? '').replace(/ +/g, ' ');
}

const hostileEvent = fc.record({
  type: fc.constantFrom('completed' as const, 'failed' as const, 'cancelled' as const),
  exportId: hostileText(300).map((id) => `E${id}`),
  owner: hostileText(256),
  fileName: hostileText(200),
  label: fc.option(hostileText(200), { nil: undefined }),
  failure: fc.record({ code: hostileText(40), message: hostileText(700) }),
  endedAt: fc.oneof(fc.constant('2026-01-02T03:04:05.678Z'), hostileText(60)),
});

describe('the headers of a mail', () => {
  it('are those that were meant and no others, whatever the event holds', async () => {
    await fc.assert(
      fc.asyncProperty(hostileEvent, async (changes) => {
        const { raw, mail } = await delivered(sampleEvent(changes));

        assert.deepEqual(mail.headerLines.map(({ key }) => key).sort(), HEADERS);
        assert.deepEqual(mailboxes(mail.to), [['ada@example.org', 'Ada Lovelace']]);
        assert.deepEqual(mailboxes(mail.from), [['exports@app.example', 'Exports']]);
        assert.deepEqual(mailboxes(mail.replyTo), [['support@app.example', '']]);
        assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
        assert.match(mail.messageId ?? '', /^<export\.[\w-]{1,64}@app\.example>$/);
        assert.ok(!/[^\r]\n|\r[^\n]|[^\t\r\n\x20-\x7e]/.test(raw), 'the mail is not ASCII lines ended by CRLF');
        assert.ok(
          raw.split('\r\n').every((line) => line.length <= 998),
          'a line is longer than RFC 5322 allows',
        );
      }),
      { numRuns: 300 },
    );
  });

  it('give back every subject, name and id on one line', async () => {
    const options = fc.record({ subject: hostileText(190), name: hostileText(200), exportId: hostileText(30) });
    await fc.assert(
      fc.asyncProperty(options, async ({ subject, name, exportId }) => {
        const line = oneLine(name).replaceAll('=?', '= ?');
        const from = { address: 'exports@app.example', name: line };
        const recipient = { address: 'ada@example.org', name: line };
        const render = () => ({ subject: `S${subject}`, text: 'Hello' });

        const { mail } = await delivered(sampleEvent({ recipient, exportId: `E${exportId}` }), { from, render });

        assert.equal(squeezed(mail.subject), squeezed(oneLine(`S${subject}`).replaceAll('=?', '= ?')));
        assert.equal(decodeURIComponent(String(mail.headers.get('x-export-id'))), `E${exportId}`.toWellFormed());
        assert.deepEqual(squeezedNames(mail.from), [['exports@app.example', squeezed(line)]]);
        assert.deepEqual(squeezedNames(mail.to), [['ada@example.org', squeezed(line)]]);
      }),
      { numRuns: 300 },
    );
  });

  it('never take a name with a line break in it: the recipient is refused before anything is sent', () => {
    const { transport } = capturedMime();
    const notifier = emailNotifier({ transport, from: 'exports@app.example' });
    for (const name of [
      'Ada\r\nBcc: eve@evil.example',
      'Ada\nX',
      'Ada\0',
      'Ada\u2028',
      'Ada\u202e',
      '\ud800',
      '=?utf-8?Q?=0D=0A?=',
    ]) {
      assert.throws(() => notifier.validateRecipient({ address: 'ada@example.org', name }), {
        code: 'EXPORT_OPTIONS_INVALID',
      });
    }
  });

  it('are the same when the mail is sent again, but for the date', async () => {
    const withoutDate = ({ headerLines }: ParsedMail) =>
      headerLines.filter(({ key }) => !/date|content-type/.test(key));

    const first = await delivered(failedEvent());
    const again = await delivered(failedEvent());

    assert.deepEqual(withoutDate(again.mail), withoutDate(first.mail));
    assert.equal(first.mail.messageId, '<export.0d3c3a52-7a39-4f0e-9a58-0b8f0f1f8f9a@app.example>');
    assert.equal(first.mail.headers.get('x-export-id'), '0d3c3a52-7a39-4f0e-9a58-0b8f0f1f8f9a');
  });
});

describe('the bodies of a mail', () => {
  it('come back as they were written, as a text and an HTML alternative', async () => {
    const body = fc.array(hostileText(400), { maxLength: 5 }).map((lines) => `T${lines.join('\n')}`.toWellFormed());
    await fc.assert(
      fc.asyncProperty(body, body, async (text, html) => {
        const { mail } = await delivered(sampleEvent(), { render: () => ({ subject: 'S', text, html: `<p>${html}` }) });

        assert.equal(normalized(mail.text), normalized(text));
        assert.equal(normalized(mail.html || ''), normalized(`<p>${html}`));
        assert.deepEqual(mail.attachments, []);
      }),
      { numRuns: 200 },
    );
  });
});

/** Line ends are CRLF on their way, and the last one is not part of the text. */
function normalized(text: string | undefined): string {
  return (text ?? '').replace(/\r\n?/g, '\n').trimEnd();
}
