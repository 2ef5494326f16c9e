import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { cognitoAccounts } from '../src/web/page/accounts/cognito/cognito-accounts.ts';
import { tokenStore } from '../src/web/page/accounts/cognito/token-store.ts';
import type { UserPool } from '../src/web/page/accounts/cognito/user-pool.ts';

const ada = { email: 'ada@example.com', password: 'Analytical-1843' };
const session = { user: 'u-1', name: 'ada@example.com', email: 'ada@example.com' };
const { signal } = new AbortController();
const hourSeconds = 3600;

function named(name: string): Error {
  return Object.assign(new Error('hunter2'), { name });
}

/** An ID token as Cognito makes one, but for the signature; the number tells one from another. */
function idToken(number: number): string {
  const claims = { sub: 'u-1', email: 'ada@example.com', jti: number, name: 'Zoë' };
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
}

/** A page's storage that outlives the accounts, as it does a reload. */
function memoryStorage(): Storage {
  const entries = new Map<string, string>();
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  } as Storage;
}

function createWorld(changes: Partial<UserPool> = {}) {
  const calls: string[] = [];
  const clock = { now: 0 };
  const storage = memoryStorage();
  let tokens = 0;
  const given = (refreshToken?: string) => {
    tokens += 1;
    return { idToken: idToken(tokens), refreshToken, expiresInSeconds: hourSeconds };
  };
  const pool: UserPool = {
    signUp: async () => void calls.push('sign up'),
    confirm: async () => void calls.push('confirm'),
    resendCode: async () => void calls.push('resend'),
    signIn: async () => given('r-1'),
    async refresh(refreshToken) {
      calls.push(`refresh ${refreshToken}`);
      return given();
    },
    revoke: async (refreshToken) => void calls.push(`revoke ${refreshToken}`),
    ...changes,
  };
  const open = () =>
    cognitoAccounts({
      async loadUserPool() {
        calls.push('load');
        return pool;
      },
      tokens: tokenStore(storage),
      now: () => clock.now,
    });
  return { accounts: open(), open, calls, clock };
}

describe('the accounts of a user pool', () => {
  it('load nothing for a page at which nobody signs in', async () => {
    const { accounts, calls } = createWorld();

    assert.equal(await accounts.current({ signal }), null);
    assert.deepEqual(await accounts.headers(), {});
    assert.deepEqual(calls, []);
  });

  it('say who has signed in, also after a reload, and send their token', async () => {
    const { accounts, open } = createWorld();

    assert.deepEqual(await accounts.signIn(ada), session);
    assert.deepEqual(await open().current({ signal }), session);
    assert.deepEqual(await open().headers(), { authorization: `Bearer ${idToken(1)}` });
  });

  it('renew a token shortly before its end, once for all that ask meanwhile', async () => {
    const { accounts, calls, clock } = createWorld();
    await accounts.signIn(ada);
    clock.now = (hourSeconds - 120) * 1000;
    await accounts.headers();
    clock.now = (hourSeconds - 30) * 1000;

    const headers = await Promise.all([accounts.headers(), accounts.headers(), accounts.current({ signal })]);

    assert.deepEqual(headers, [
      { authorization: `Bearer ${idToken(2)}` },
      { authorization: `Bearer ${idToken(2)}` },
      session,
    ]);
    assert.deepEqual(calls, ['load', 'refresh r-1']);
    clock.now += hourSeconds * 1000;
    await accounts.headers();
    assert.equal(calls.at(-1), 'refresh r-1');
  });

  it('are signed out when a token can not be renewed, and stay signed in while nobody answers', async () => {
    const failures = [new TypeError('Failed to fetch'), named('NotAuthorizedException')];
    const { accounts, clock } = createWorld({ refresh: () => Promise.reject(failures.shift()) });
    await accounts.signIn(ada);
    clock.now = hourSeconds * 1000;

    await assert.rejects(accounts.headers(), { name: 'ApiError', status: 0 });
    assert.deepEqual(await accounts.headers(), {});
    assert.equal(await accounts.current({ signal }), null);
  });

  it('do not sign in again whoever signed out while the token was renewed', async () => {
    const { promise: renewed, resolve: renew } = Promise.withResolvers<void>();
    const { accounts, clock } = createWorld({
      async refresh() {
        await renewed;
        return { idToken: idToken(9), refreshToken: undefined, expiresInSeconds: hourSeconds };
      },
    });
    await accounts.signIn(ada);
    clock.now = hourSeconds * 1000;

    const headers = accounts.headers();
    accounts.forget();
    renew();

    assert.deepEqual(await headers, {});
    assert.equal(await accounts.current({ signal }), null);
  });

  it('revoke the refresh token of whoever signs out, and forget it', async () => {
    const { accounts, calls } = createWorld();
    await accounts.signIn(ada);

    await accounts.leave();

    assert.equal(calls.at(-1), 'revoke r-1');
    assert.equal(await accounts.current({ signal }), null);
  });

  it.each([
    ['stay signed in when nobody answers', new TypeError('Failed to fetch'), session],
    ['are signed out when the token is worth nothing already', named('NotAuthorizedException'), null],
  ])('%s at the sign-out', async (_, failure, expected) => {
    const { accounts } = createWorld({ revoke: () => Promise.reject(failure) });
    await accounts.signIn(ada);

    await accounts.leave().catch(() => undefined);

    assert.deepEqual(await accounts.current({ signal }), expected);
  });

  it('say when the address has to be confirmed first', async () => {
    const { accounts } = createWorld({ signIn: () => Promise.reject(named('UserNotConfirmedException')) });

    assert.equal(await accounts.signIn(ada), 'unconfirmed');
    assert.equal(await accounts.current({ signal }), null);
  });

  it.each([
    ['NotAuthorizedException', 401, /address or the password is wrong/],
    ['InvalidPasswordException', 422, /12 characters or more/],
    ['UsernameExistsException', 409, /Sign in instead/],
    ['LimitExceededException', 429, /Wait a while/],
    ['TypeError', 0, /reached/],
    ['SomethingElseException', 502, /did not work/],
  ])('put %s in words of their own', async (name, status, words) => {
    const { accounts } = createWorld({ signUp: () => Promise.reject(named(name)) });

    await assert.rejects(accounts.signUp(ada), { status, message: words });
  });

  it('try again to load what could not be loaded', async () => {
    let loads = 0;
    const accounts = cognitoAccounts({
      tokens: tokenStore(memoryStorage()),
      loadUserPool() {
        loads += 1;
        return Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
      },
    });

    await assert.rejects(accounts.resendCode(ada.email), { status: 0 });
    await assert.rejects(accounts.resendCode(ada.email), { status: 0 });
    assert.equal(loads, 2);
  });
});
