import assert from 'node:assert/strict';
import { Hono } from 'hono';
import { sign } from 'hono/jwt';
import { describe, it, vi } from 'vitest';
import { newSecret } from '../src/api/secrets.ts';
import { sessionRoutes } from '../src/api/sessions/session-routes.ts';
import { createSessions } from '../src/api/sessions/sessions.ts';

const secret = newSecret();
const sessions = createSessions({ secret });
const app = new Hono().route('/api', sessionRoutes(sessions));

describe('signing in', () => {
  it('gives a cookie that scripts and other sites do not get, and a token for other clients', async () => {
    const answer = await signIn({ user: 'ada' });
    const { token, ...user } = (await answer.json()) as { readonly token: string };
    const [cookie = ''] = answer.headers.getSetCookie();

    assert.deepEqual(user, { user: 'ada', name: 'Ada Lovelace', email: 'ada@twitter-clone.example' });
    assert.match(cookie, /; Path=\/; HttpOnly; SameSite=Strict$/);
    assert.doesNotMatch(cookie, /Secure/);
    for (const headers of [{ cookie: cookie.split(';')[0] ?? '' }, { authorization: `Bearer ${token}` }]) {
      const session = await app.request('/api/session', { headers });
      assert.deepEqual(await session.json(), user);
    }
  });

  it('keeps the cookie to TLS where there is TLS', async () => {
    const answer = await signIn({ user: 'ada' }, 'https://twitter-clone.example/api/session');

    assert.match(answer.headers.getSetCookie()[0] ?? '', /; Secure/);
  });

  it.each([
    [{ user: 'mallory' }, 422],
    [{ user: 'ada', name: 'Mallory' }, 422],
    [['ada'], 422],
    [{}, 422],
  ])('is refused for %o', async (body, status) => {
    const answer = await signIn(body);

    assert.equal(answer.status, status);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
    assert.deepEqual(answer.headers.getSetCookie(), []);
  });

  it('is refused for what a page of another origin can send without asking', async () => {
    const form = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"user":"ada"}' };

    assert.equal((await app.request('/api/session', form)).status, 415);
  });

  it('is refused for a body that is no JSON, or too large', async () => {
    const send = async (body: string) => (await app.request('/api/session', { ...json, body })).status;

    assert.equal(await send('{'), 400);
    assert.equal(await send(`{"user":"${'a'.repeat(70_000)}"}`), 413);
  });
});

describe('a session', () => {
  it.each<[string, () => Promise<string> | string]>([
    ['signed with another key', () => createSessions({ secret: newSecret() }).issue(ada)],
    ['whose user was exchanged', async () => exchangeUser(await sessions.issue(ada))],
    ['that is not signed', () => `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ sub: 'ada' })}.`],
    ['of nobody', () => sign({ sub: 'mallory', exp: Date.now() }, secret, 'HS256')],
    ['that is no token', () => 'ada'],
  ])('%s is none', async (_, forge) => {
    const token = await forge();

    assert.equal(await sessions.identify(requestWith({ authorization: `Bearer ${token}` })), null);
    assert.equal(await sessions.identify(requestWith({ cookie: `twitter-clone-session=${token}` })), null);
  });

  it('ends after a week', async () => {
    const token = await sessions.issue(ada);
    vi.useFakeTimers({ now: Date.now() + 7 * 24 * 60 * 60 * 1000 + 1000 });
    try {
      assert.equal(await sessions.identify(requestWith({ authorization: `Bearer ${token}` })), null);
    } finally {
      vi.useRealTimers();
    }
  });

  it('that is absent is answered with 401', async () => {
    const answer = await app.request('/api/session');

    assert.equal(answer.status, 401);
    assert.equal(((await answer.json()) as { readonly title: string }).title, 'Unauthorized');
  });

  it("ends in the browser's memory by signing out", async () => {
    const answer = await app.request('/api/session', { method: 'DELETE' });

    assert.equal(answer.status, 204);
    assert.match(answer.headers.getSetCookie()[0] ?? '', /^twitter-clone-session=; Max-Age=0; Path=\/$/);
  });
});

const ada = { user: 'ada', name: 'Ada Lovelace', email: 'ada@twitter-clone.example' } as const;
const json = { method: 'POST', headers: { 'content-type': 'application/json' } };

async function signIn(body: unknown, url = '/api/session'): Promise<Response> {
  return app.request(url, { ...json, body: JSON.stringify(body) });
}

function requestWith(headers: Record<string, string>): Request {
  return new Request('http://localhost/', { headers });
}

function exchangeUser(token: string): string {
  const [header, payload = '', signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  return [header, encode({ ...claims, sub: 'grace' }), signature].join('.');
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
