import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { createApiWorld } from '../../test/support/api-world.ts';
import { problemIn } from '../../test/support/read-answer.ts';

const friend = 'https://app.example.com';
const cors = { origins: [friend, 'http://localhost:5173'] };

function corsHeadersOf({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));
}

describe('a page of an allowed origin', () => {
  it('may ask beforehand for every method and header it needs', async () => {
    const { call } = createApiWorld({ cors });

    const response = await call('/exports', {
      method: 'OPTIONS',
      as: null,
      headers: {
        Origin: friend,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type,idempotency-key',
      },
    });

    assert.equal(response.status, 204);
    assert.deepEqual(corsHeadersOf(response), {
      'access-control-allow-origin': friend,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET,HEAD,POST,DELETE',
      'access-control-allow-headers': 'authorization,content-type,idempotency-key',
      'access-control-expose-headers': 'Location,Retry-After',
      'access-control-max-age': '600',
    });
  });

  it('may start exports, and read where they are, with its cookies', async () => {
    const { call } = createApiWorld({ cors });

    const response = await call('/exports', {
      method: 'POST',
      json: {},
      headers: { Origin: friend, 'Sec-Fetch-Site': 'cross-site' },
    });

    assert.equal(response.status, 202);
    assert.equal(response.headers.get('Access-Control-Allow-Origin'), friend);
    assert.equal(response.headers.get('Access-Control-Allow-Credentials'), 'true');
    assert.match(response.headers.get('Access-Control-Expose-Headers') ?? '', /Location/);
    assert.match(response.headers.get('Vary') ?? '', /Origin/);
  });

  it('reads problems, too', async () => {
    const { call } = createApiWorld({ cors });

    const response = await call('/exports', { as: null, headers: { Origin: friend } });

    assert.equal(response.status, 401);
    assert.equal(response.headers.get('Access-Control-Allow-Origin'), friend);
  });
});

describe('a page of another origin', () => {
  const strangers = [
    'https://evil.example',
    'https://app.example.com.evil.example',
    'http://app.example.com',
    'https://app.example.com:8443',
    'null',
    '',
  ];

  it.each(strangers)('gets no CORS header: %j', async (origin) => {
    const { call } = createApiWorld({ cors });

    for (const method of ['GET', 'OPTIONS']) {
      const response = await call('/exports', { method, headers: { Origin: origin } });
      assert.deepEqual(corsHeadersOf(response), {});
      assert.match(response.headers.get('Vary') ?? '', /Origin/);
    }
  });

  it.each(['POST', 'DELETE'])('changes nothing by %s, and is told so before it is identified', async (method) => {
    const { call, start, source, engine } = createApiWorld({ cors });
    source.hold();
    const { id } = await start();
    const path = method === 'POST' ? '/exports' : `/exports/${id}`;
    const json = method === 'POST' ? {} : undefined;

    for (const origin of [{}, { Origin: 'https://evil.example' }]) {
      const headers = { 'Sec-Fetch-Site': 'cross-site', ...origin };
      const response = await call(path, { method, json, headers });
      assert.deepEqual([response.status, (await problemIn(response)).code], [403, 'HTTP_CROSS_SITE']);
    }

    const [only, ...others] = await engine.list({ owner: 'ada' });
    assert.deepEqual([others.length, only?.endedAt], [0, null]);
    source.release();
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'can send a form as %s without asking, but no export comes of it',
    async (type) => {
      const { call, engine } = createApiWorld();

      const response = await call('/exports', { method: 'POST', body: '{}', headers: { 'Content-Type': type } });

      assert.equal(response.status, 415);
      assert.deepEqual(await engine.list({ owner: 'ada' }), []);
    },
  );
});

describe('an API without cors', () => {
  it('speaks of CORS to nobody', async () => {
    const { call } = createApiWorld();

    const response = await call('/exports', { headers: { Origin: friend } });

    assert.deepEqual(corsHeadersOf(response), {});
    assert.equal(response.headers.get('Vary'), null);
  });

  it('serves pages of its own and programs', async () => {
    const { call } = createApiWorld();

    for (const site of ['same-origin', 'same-site', 'none']) {
      const response = await call('/exports', { method: 'POST', json: {}, headers: { 'Sec-Fetch-Site': site } });
      assert.equal(response.status, 202);
    }
  });
});
