import assert from 'node:assert/strict';
import type { ExportEvent } from '@export-engine/core';
import fc from 'fast-check';
import { describe, it, vi } from 'vitest';
import { hostileText } from '../../test/support/hostile-text.ts';
import { failedEvent, sampleEvent } from '../../test/support/sample-event.ts';
import { renderEmail } from './render-email.ts';

// Many runs, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 60_000 });

const options = { applicationName: 'Example', fileUrlExpiresInSeconds: 604_800 };
const events: readonly ExportEvent[] = [
  sampleEvent({ label: 'Posts about cats' }),
  sampleEvent({ fileUrl: undefined }),
  failedEvent({ label: 'Posts about cats' }),
  sampleEvent({ type: 'cancelled' }),
];

/** What a reader of the HTML sees, a line for each element. */
function visibleLines(html: string): readonly string[] {
  const body = html.slice(html.indexOf('</div>', html.indexOf('<body')));
  const text = body.replace(/<!--.*?-->/g, '').replace(/<[^>]*>/g, '\n');
  return lines(unescaped(text));
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function unescaped(text: string): string {
  const characters: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => characters[name] ?? '');
}

function tags(html: string): readonly string[] {
  return html.match(/<[^>]*>/g) ?? [];
}

describe('the mail of a completed export', () => {
  const { subject, text, html = '' } = renderEmail(sampleEvent({ label: 'Posts about cats' }), options);

  it('says that it is ready and what of, in a short subject', () => {
    assert.equal(subject, 'Your export is ready: Posts about cats');
    const long = renderEmail(sampleEvent({ fileName: 'x'.repeat(200) })).subject;
    assert.equal(long, `Your export is ready: ${'x'.repeat(59)}…`);
  });

  it('links to the stable address, says until when, and counts', () => {
    assert.ok(html.includes('href="https://app.example/exports/1/file"'));
    for (const line of [
      'https://app.example/exports/1/file',
      'The link works until 9 January 2026 at 03:04 UTC.',
      'File: posts.csv',
      'Rows: 1,234',
      'Size: 56.8 kB',
      'Finished: 2 January 2026 at 03:04 UTC',
    ]) {
      assert.ok(lines(text).includes(line), `"${line}" is not in the text`);
    }
  });

  it('says where to look when it has no address, and nothing of an end that is not known', () => {
    const without = renderEmail(sampleEvent({ fileUrl: undefined }), options);

    assert.match(without.text, /^The file is complete\. Open Example to download it\.$/m);
    assert.doesNotMatch(without.html ?? '', /<a |works until/);
    assert.doesNotMatch(renderEmail(sampleEvent()).text, /works until|undefined/);
  });

  it('keeps an address with quotes in its attribute', () => {
    const fileUrl = `https://app.example/?a="onclick="alert(1)'&b=<b>`;

    const { text: plain, html: page = '' } = renderEmail(sampleEvent({ fileUrl }));

    assert.ok(plain.includes(fileUrl));
    assert.ok(page.includes('href="https://app.example/?a=&quot;onclick=&quot;alert(1)&#39;&amp;b=&lt;b&gt;"'));
  });

  it('is not made with a link that is no web address', () => {
    for (const fileUrl of [
      'javascript:alert(1)',
      '/exports/1/file',
      'https://app.example/a b',
      'ftp://a.example/',
      '',
    ]) {
      assert.throws(() => renderEmail(sampleEvent({ fileUrl })), {
        code: 'EXPORT_NOTIFY_FAILED',
        isRetryable: false,
        details: { reason: 'misconfigured' },
      });
    }
  });
});

describe('the mail of a failed export', () => {
  it('says that there is no file, and gives what support needs', () => {
    const { subject, text } = renderEmail(failedEvent(), options);

    assert.equal(subject, 'Your export failed: posts.csv');
    assert.match(text, /There is no file/);
    assert.match(text, /^Error: EXPORT_SOURCE_INCOMPLETE$/m);
    assert.match(text, /^Reason: Rows are missing\.$/m);
    assert.match(text, /^Export id: 0d3c3a52-7a39-4f0e-9a58-0b8f0f1f8f9a$/m);
    assert.doesNotMatch(text, /Rows:|Size:|https:/);
  });

  it('is made also without a failure in the event', () => {
    assert.match(renderEmail(sampleEvent({ type: 'failed' })).text, /^Error: EXPORT_UNEXPECTED$/m);
  });
});

describe('the mail of a cancelled export', () => {
  it('says that there is no file, and offers none', () => {
    const { subject, text, html = '' } = renderEmail(sampleEvent({ type: 'cancelled' }), options);

    assert.equal(subject, 'Your export was cancelled: posts.csv');
    assert.match(text, /there is no file/);
    assert.doesNotMatch(text + html, /https:|href/);
  });
});

describe('every mail', () => {
  it('says the same in text and in HTML', () => {
    for (const event of events) {
      const { text, html = '' } = renderEmail(event, options);
      const seen = visibleLines(html).join('\n');

      for (const line of lines(text).filter((each) => each !== '-- ')) {
        const [label = '', value = ''] = line.split(/: (.*)/);
        const isFact = seen.includes(`${label}\n${value}`) && value !== '';
        assert.ok(isFact || seen.includes(line.replace(/:$/, '')), `"${line}" is not in the HTML of ${event.type}`);
      }
    }
  });

  it('can be read by programs that read aloud, and in the dark', () => {
    for (const event of events) {
      const { html = '' } = renderEmail(event, options);

      assert.match(html, /^<!doctype html>\n<html lang="en">/);
      assert.equal(html.match(/<h1 /g)?.length, 1);
      assert.match(html, /<title>Your export .*<\/title>/);
      assert.match(html, /<meta name="color-scheme" content="light dark">/);
      assert.match(html, /@media \(prefers-color-scheme: dark\)/);
      const layoutTables = html.match(
        /<table(?! width="100%" cellpadding="0" cellspacing="0" border="0"><tr><th scope="row")[^>]*>/g,
      );
      assert.ok(layoutTables?.every((table) => table.includes('role="presentation"')));
      assert.ok(html.length < 102_000, 'Gmail cuts off what is past 102 kB');
    }
  });

  it('keeps what an event holds out of the markup', () => {
    const texts = fc.record({
      type: fc.constantFrom('completed' as const, 'failed' as const, 'cancelled' as const),
      fileName: hostileText(200).map((name) => `F${name}`),
      label: hostileText(200).map((label) => `L${label}`),
      exportId: hostileText(100).map((id) => `E${id}`),
      failure: fc.record({ code: hostileText(40), message: hostileText(700).map((message) => `M${message}`) }),
      endedAt: hostileText(40),
    });
    fc.assert(
      fc.property(texts, (changes) => {
        const plain = { fileName: 'F', label: 'L', exportId: 'E', failure: { code: 'C', message: 'M' }, endedAt: '-' };

        const hostile = renderEmail(sampleEvent(changes));
        const harmless = renderEmail(sampleEvent({ ...changes, ...plain }));

        assert.deepEqual(tags(hostile.html ?? ''), tags(harmless.html ?? ''));
        assert.equal(lines(hostile.text).length, lines(harmless.text).length);
      }),
      { numRuns: 300 },
    );
  });
});
