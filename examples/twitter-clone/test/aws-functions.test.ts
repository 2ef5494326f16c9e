import assert from 'node:assert/strict';
import { ExportEngineError } from '@export-engine/core';
import { afterEach, describe, it, vi } from 'vitest';
import { resolveExport } from '../src/api/exports/resolve-export.ts';
import { claimsIdentities } from '../src/aws/http/claims-identities.ts';
import { watchedTickets } from '../src/aws/http/watched-tickets.ts';
import { lazyHandler } from '../src/aws/lazy-handler.ts';
import { logError } from '../src/aws/log-error.ts';
import { searchAuthorization } from '../src/aws/parts/search-authorization.ts';

const { signal } = new AbortController();

describe('who is signed in by Cognito', () => {
  const identify = (claims: unknown, headers: Record<string, string> = {}) =>
    claimsIdentities().identify({
      request: new Request('https://murmur.example/api/exports', { headers }),
      environment: claims === undefined ? {} : { event: { requestContext: { authorizer: { jwt: { claims } } } } },
    });

  it('is the subject of the token that API Gateway has verified', async () => {
    const claims = { sub: 'u-1', email: 'ada@example.com', email_verified: 'true' };

    assert.deepEqual(await identify(claims), { owner: 'u-1', email: 'ada@example.com' });
  });

  it.each([
    { email: 'ada@example.com', email_verified: 'false' },
    { email: 'ada@example.com' },
    { email_verified: 'true' },
    {},
  ])('has no address that mail may go to, with the claims %o', async (claims) => {
    assert.deepEqual(await identify({ sub: 'u-1', ...claims }), { owner: 'u-1', email: null });
  });

  it.each([undefined, null, {}, { sub: '' }, { sub: 5 }])('is nobody with the claims %j', async (claims) => {
    assert.equal(await identify(claims), null);
  });

  it('is nobody where no authorizer looked at the token, whatever it says', async () => {
    const payload = Buffer.from(JSON.stringify({ sub: 'u-1' })).toString('base64url');

    assert.equal(await identify(undefined, { authorization: `Bearer e30.${payload}.x` }), null);
  });
});

describe('an export by mail', () => {
  const wanted = { search: { phrases: [] }, tell: 'email', format: 'csv' } as const;
  const options = { backend: { exportQuery: () => ({}) }, partitions: 4 };

  it('goes to the confirmed address of whoever asks', () => {
    const { notify, partitions } = resolveExport(wanted, { owner: 'u-1', email: 'ada@example.com' }, options);

    assert.deepEqual(notify, [{ notifier: 'email', recipient: { address: 'ada@example.com' } }]);
    assert.equal(partitions, 4);
  });

  it('is refused to whoever has confirmed none', () => {
    assert.throws(() => resolveExport(wanted, { owner: 'u-1', email: null }, options), {
      status: 403,
      code: 'EMAIL_NOT_CONFIRMED',
    });
  });
});

describe('a handler that is made at its first event', () => {
  it('is made once, also for events that come together', async () => {
    let made = 0;
    const handler = lazyHandler(async () => {
      made += 1;
      return async (event: number, context: number) => event + context;
    });

    assert.deepEqual(await Promise.all([handler(1, 2), handler(3, 4)]), [3, 7]);
    assert.equal(await handler(5, 6), 11);
    assert.equal(made, 1);
  });

  it('is made again at the next event when it could not be made', async () => {
    const outcomes: (() => number)[] = [() => assert.fail('no secret'), () => 1];
    const handler = lazyHandler(async () => {
      const answer = outcomes.shift()?.() ?? 0;
      return async () => answer;
    });

    await assert.rejects(handler(1, 2), /no secret/);
    assert.equal(await handler(1, 2), 1);
  });
});

describe('the header for a search server', () => {
  it.each([
    [{ username: 'reader', password: 'p:ü' }, `Basic ${Buffer.from('reader:p:ü').toString('base64')}`],
    [{ apiKey: 'abc' }, 'ApiKey abc'],
  ])('is made of the secret %o', (secret, header) => {
    assert.equal(searchAuthorization(JSON.stringify(secret)), header);
  });

  it.each(['hunter2', '"hunter2"', 'null', '{}', '{"username":"hunter2"}', '{"apiKey":""}'])(
    'is refused for %j without showing it',
    (secret) => {
      assert.throws(
        () => searchAuthorization(secret),
        ({ message }: Error) => /SEARCH_SECRET_ARN/.test(message) && !/hunter2/.test(message),
      );
    },
  );
});

describe('a ticket', () => {
  const ticket = { ticket: 't', expiresAt: '2022-01-31T12:00:00Z' };
  const options = { owner: 'ada', signal };

  it('is a sign that the client of an export is alive', async () => {
    const alive: string[] = [];
    const tickets = watchedTickets({
      tickets: { issue: async () => ticket },
      onIssued: async (exportId) => void alive.push(exportId),
      onError: (error) => assert.fail(String(error)),
    });

    assert.deepEqual(await tickets.issue('e-1', options), ticket);
    assert.deepEqual(alive, ['e-1']);
  });

  it('is given also when nobody can be told, and is no sign when it was refused', async () => {
    const errors: unknown[] = [];
    const away = new Error('no Step Functions');
    const onError = (error: unknown): void => void errors.push(error);
    const given = watchedTickets({
      tickets: { issue: async () => ticket },
      onIssued: () => Promise.reject(away),
      onError,
    });
    const refusing = watchedTickets({
      tickets: { issue: () => Promise.reject(new Error('not yours')) },
      onIssued: () => assert.fail('told'),
      onError,
    });

    assert.deepEqual(await given.issue('e-1', options), ticket);
    await assert.rejects(refusing.issue('e-1', options), /not yours/);
    assert.deepEqual(errors, [away]);
  });
});

describe('the log', () => {
  afterEach(() => void vi.restoreAllMocks());

  function logged(error: unknown): string {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    logError(error);
    return String(log.mock.calls[0]?.[0]);
  }

  it('has what the engine says of its own errors, and the kind of their cause', () => {
    const cause = new RangeError('https://bucket.example/file?X-Amz-Signature=hunter2');
    const error = new ExportEngineError('EXPORT_SINK_REJECTED', 'S3 refused.', { cause, details: { httpStatus: 403 } });

    assert.deepEqual(JSON.parse(logged(error)), {
      level: 'ERROR',
      code: 'EXPORT_SINK_REJECTED',
      message: 'S3 refused.',
      details: { httpStatus: 403 },
      cause: 'RangeError',
    });
  });

  it('has where any other error came from, and not what it says', () => {
    const line = logged(new TypeError('Invalid URL:\n    at https://murmur.example/files/1?access=hunter2'));

    assert.match(line, /"error":"TypeError","at":\["at .*aws-functions\.test\.ts/);
    assert.doesNotMatch(logged('hunter2') + line, /hunter2/);
  });
});
