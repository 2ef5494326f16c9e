import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { type LinkClaims, signedPath, verifiedLink } from './signed-link.ts';

const secrets = ['the secret that signs links in this test'];
const now = 1_800_000_000_000;
const claims: LinkClaims = { key: 'exports/1.csv', fileName: 'Übersicht.csv', expires: now / 1000 + 60 };

/** Reads a link as a server does: through a URL. */
function verify(path: string, accepted = secrets): LinkClaims | undefined {
  const url = new URL(`https://example.com/files${path}`);
  return verifiedLink(accepted, url.pathname.slice('/files'.length), url.searchParams);
}

beforeEach(() => {
  vi.useFakeTimers({ now, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a signed link', () => {
  it('is read back through a URL, whatever text its key and name are', () => {
    const segment = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((text) => text.isWellFormed() && !/^\.{1,2}$|\//.test(text));
    const key = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'));
    fc.assert(
      fc.property(key, fc.string({ unit: 'grapheme' }), (text, fileName) => {
        const link = { ...claims, key: text, fileName: fileName.toWellFormed() };

        assert.deepEqual(verify(signedPath(secrets, link)), link);
      }),
    );
  });

  it('is refused when anything in it was changed', () => {
    const path = signedPath(secrets, claims);
    const changes: readonly (readonly [from: string, to: string])[] = [
      ['1.csv', '2.csv'],
      ['exports', 'Exports'],
      [String(claims.expires), String(claims.expires + 1)],
      ['name=%C3%9Cbersicht', 'name=evil'],
      ['signature=', 'signature=A'],
      [/signature=.*/.exec(path)?.[0] ?? '', ''],
      [/name=[^&]*&/.exec(path)?.[0] ?? '', ''],
      [/expires=[^&]*&/.exec(path)?.[0] ?? '', ''],
      ['exports', 'exports%zz'],
    ];
    for (const [from, to] of changes) {
      assert.ok(path.includes(from), from);
      assert.equal(verify(path.replace(from, to)), undefined, `${from} → ${to}`);
    }
  });

  it('dies at the instant it names', () => {
    const path = signedPath(secrets, claims);

    vi.setSystemTime(claims.expires * 1000 - 1);
    assert.deepEqual(verify(path), claims);
    vi.setSystemTime(claims.expires * 1000);
    assert.equal(verify(path), undefined);
  });

  it('is signed by the first secret and accepted by each, so that a secret can be replaced', () => {
    const next = 'the next secret that signs links in this test';

    assert.deepEqual(verify(signedPath(secrets, claims), [next, ...secrets]), claims);
    assert.deepEqual(verify(signedPath([next, ...secrets], claims), [next]), claims);
    assert.equal(verify(signedPath([next, ...secrets], claims), secrets), undefined);
  });

  it('keeps its fields apart: a name can not pass for the end of a key', () => {
    const one = signedPath(secrets, { ...claims, key: 'a', fileName: 'b","c' });
    const signature = new URLSearchParams(one.split('?')[1]).get('signature') ?? '';
    const other = new URLSearchParams({ expires: String(claims.expires), name: 'c', signature });

    assert.equal(verify(`/a","b?${other}`), undefined);
  });
});
