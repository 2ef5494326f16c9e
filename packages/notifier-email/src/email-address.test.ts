import assert from 'node:assert/strict';
import { ExportEngineError } from '@export-engine/core';
import fc from 'fast-check';
import { describe, it, vi } from 'vitest';
import { hostileText } from '../test/support/hostile-text.ts';
import { settleAddress } from './email-address.ts';

// Many runs, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 60_000 });

const settle = (value: unknown) => settleAddress('emailNotifier()', 'recipient', value);

describe('settleAddress', () => {
  it('takes an address as text or with a name', () => {
    assert.deepEqual(settle('ada@example.org'), { address: 'ada@example.org' });
    assert.deepEqual(settle({ address: 'ada@example.org' }), { address: 'ada@example.org' });
    assert.deepEqual(settle({ address: 'ada@example.org', name: undefined }), { address: 'ada@example.org' });
    assert.deepEqual(settle({ address: 'ada@example.org', name: ' ' }), { address: 'ada@example.org' });
    assert.deepEqual(settle({ address: 'ada@example.org', name: ' Ada "the <first>" ' }), {
      address: 'ada@example.org',
      name: 'Ada "the <first>"',
    });
  });

  it('keeps the local part as it is and the domain in lower-case ASCII', () => {
    assert.equal(settle("o'Neil+exports/2026@Example.ORG").address, "o'Neil+exports/2026@example.org");
    assert.equal(settle('ada@bücher.example').address, 'ada@xn--bcher-kva.example');
    assert.equal(settle('ada@例え.テスト').address, 'ada@xn--r8jz45g.xn--zckzah');
    assert.equal(settle(`${'a'.repeat(64)}@example.org`).address.length, 76);
  });

  it('refuses what is not exactly one address', () => {
    const refused = [
      '',
      ' ',
      'ada',
      '@example.org',
      'ada@',
      'ada@localhost',
      'ada@example.org ',
      'ada@example.org\n',
      'ada@example.org\r\nBcc: eve@evil.example',
      'ada@example.org, bob@example.org',
      'ada@example.org;bob@example.org',
      'Ada <ada@example.org>',
      '<ada@example.org>',
      'ada@bob@example.org',
      'ada@example.org@evil.example',
      '"ada lovelace"@example.org',
      'ada lovelace@example.org',
      'ädä@example.org',
      '.ada@example.org',
      'ada..lovelace@example.org',
      'ada@example..org',
      'ada@.example.org',
      'ada@-example.org',
      'ada@example.org.',
      'ada@127.0.0.1',
      'ada@[127.0.0.1]',
      'ada@1.2',
      'ada@ex%41mple.org',
      'ada@exam\u0000ple.org',
      'ada@example。org',
      'ada@xn--.org',
      `${'a'.repeat(65)}@example.org`,
      `ada@${'a'.repeat(64)}.org`,
      `ada@${'a.'.repeat(130)}org`,
    ];
    for (const address of refused) {
      assert.throws(() => settle(address), { code: 'EXPORT_OPTIONS_INVALID' }, JSON.stringify(address));
      assert.throws(() => settle({ address }), { code: 'EXPORT_OPTIONS_INVALID' }, JSON.stringify(address));
    }
  });

  it('says what is allowed, of which type it was, and never the address', () => {
    const table: readonly [value: unknown, message: RegExp][] = [
      [undefined, /^emailNotifier\(\): option "recipient" must be an e-mail address, or an object .* it is missing\.$/],
      [7, /"recipient" must be an e-mail address, .* got number\.$/],
      [['ada@example.org'], /"recipient" must be an e-mail address, .* got array\.$/],
      ['secret', /^emailNotifier\(\): recipient: option "address" must be one e-mail address .* got string\.$/],
      [{ name: 'secret' }, /option "address" must be one e-mail address .* it is missing\.$/],
      [
        { address: 'a@b.co', name: 'secret\n' },
        /option "name" must be text on one line of at most 200 .* got string\.$/,
      ],
      [{ address: 'a@b.co', name: null }, /option "name" must be .* got null\.$/],
      [{ address: 'a@b.co', bcc: 'secret' }, /unknown option "bcc"/],
    ];
    for (const [value, pattern] of table) {
      assert.throws(
        () => settle(value),
        (error) => {
          assert.ok(ExportEngineError.isInstance(error));
          assert.equal(error.code, 'EXPORT_OPTIONS_INVALID');
          assert.match(error.message, pattern);
          assert.doesNotMatch(error.message, /secret|ada@/);
          return true;
        },
      );
    }
  });

  it('settles to itself, and to nothing that could end a header line or a mailbox', () => {
    const local = fc.oneof(fc.constantFrom('ada', 'ada+exports', "o'neil.x"), hostileText(30));
    const domain = fc.oneof(fc.constantFrom('example.org', 'bücher.example', 'a.b.co'), hostileText(30));
    const value = fc.record({
      address: fc.tuple(local, domain).map((parts) => parts.join('@')),
      name: hostileText(60),
    });
    fc.assert(
      fc.property(value, (given) => {
        try {
          const settled = settle(given);

          assert.deepEqual(settle(settled), settled);
          assert.match(settled.address, /^[^\s"<>(),:;@[\]\\]{1,64}@[a-z0-9.-]+$/);
          assert.doesNotMatch(settled.name ?? '', /[\p{Cc}\u2028\u2029]|=\?/u);
        } catch (error) {
          assert.ok(ExportEngineError.isInstance(error), String(error));
          assert.equal(error.code, 'EXPORT_OPTIONS_INVALID');
        }
      }),
      { numRuns: 1000 },
    );
  });
});
