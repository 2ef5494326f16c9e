import assert from 'node:assert/strict';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { JsonValue, Store } from '@export-engine/core';
import { type FaultProxy, startFaultProxy } from '@export-engine/servers';
import { describeWithServer } from '@export-engine/servers/testing';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { s3Store } from '../../src/index.ts';
import { calm } from './support/sample.ts';
import { createTestBucket, s3Client, type TestBucket } from './support/test-bucket.ts';

describeWithServer('s3', (server) => {
  let bucket: TestBucket;
  let store: Store;

  beforeEach(async () => {
    bucket = await createTestBucket(server);
    store = s3Store({ client: bucket.client, bucket: bucket.name, keyPrefix: 'records/' });
  });
  afterEach(() => bucket.remove());

  const create = (key: string, value: JsonValue) => store.write(key, value, { expectedVersion: null, ...calm() });

  it('gives back what was written, digit by digit, and nothing for a key it does not have', async () => {
    const value = { text: 'Ünï 売 \u0000 \ud83d\ude00', list: [null, true, -0.1, 9007199254740991], deep: { a: {} } };
    const { version } = await create('exports/1', value);

    assert.deepEqual(await store.read('exports/1', calm()), { value, version });
    assert.equal(await store.read('exports/2', calm()), undefined);
    assert.deepEqual(await bucket.keys(), ['records/exports/1']);
  });

  it('has a new version after every write, also of the same value', async () => {
    const first = await create('a', { same: 1 });
    const second = await store.write('a', { same: 1 }, { expectedVersion: first.version, ...calm() });
    await store.remove('a', calm());
    const third = await create('a', { same: 1 });

    assert.equal(new Set([first.version, second.version, third.version]).size, 3);
  });

  it('writes nothing over a version that it was not told to expect', async () => {
    const { version } = await create('a', 1);
    await store.write('a', 2, { expectedVersion: version, ...calm() });

    for (const expectedVersion of [version, null]) {
      await assert.rejects(store.write('a', 3, { expectedVersion, ...calm() }), { code: 'EXPORT_STORE_CONFLICT' });
    }
    await store.remove('a', calm());
    await assert.rejects(store.write('a', 3, { expectedVersion: version, ...calm() }), {
      code: 'EXPORT_STORE_CONFLICT',
    });
    assert.equal(await store.read('a', calm()), undefined);
  });

  it('lets exactly one of twenty racing writers win, at a creation and at a change', async () => {
    const race = (expectedVersion: string | null) =>
      Promise.allSettled(
        Array.from({ length: 20 }, () => store.write('raced', { by: 'anybody' }, { expectedVersion, ...calm() })),
      );

    for (let expectedVersion: string | null = null, round = 0; round < 3; round += 1) {
      const results: PromiseSettledResult<{ readonly version: string }>[] = await race(expectedVersion);
      const winners = results.filter((result) => result.status === 'fulfilled');
      const codes = results.flatMap((result) =>
        result.status === 'rejected' ? [(result.reason as { code: string }).code] : [],
      );

      assert.equal(winners.length, 1);
      assert.deepEqual(new Set(codes), new Set(['EXPORT_STORE_CONFLICT']));
      expectedVersion = winners[0]?.value.version ?? assert.fail();
      assert.equal((await store.read('raced', calm()))?.version, expectedVersion);
    }
  });

  it('lists the keys of a prefix, past the first page', async () => {
    const client = s3Client(server);
    // Pages of two keys instead of a thousand.
    client.middlewareStack.add(
      (next) => (args) => {
        if ('ContinuationToken' in args.input) Object.assign(args.input, { MaxKeys: 2 });
        return next(args);
      },
      { step: 'initialize' },
    );
    const paged = s3Store({ client, bucket: bucket.name, keyPrefix: 'records/' });
    for (const key of ['exports/1', 'exports/2', 'exports/3', 'exports/4', 'exports/5', 'expo', 'other/1'])
      await create(key, 0);

    assert.deepEqual((await collected(paged.list('exports/', calm()))).sort(), [
      'exports/1',
      'exports/2',
      'exports/3',
      'exports/4',
      'exports/5',
    ]);
    assert.equal((await collected(paged.list('', calm()))).length, 7);
    assert.deepEqual(await collected(paged.list('none/', calm())), []);
    client.destroy();
  });

  it('removes a key, again without complaint', async () => {
    await create('a', 1);

    await store.remove('a', calm());
    await store.remove('a', calm());

    assert.deepEqual(await bucket.keys(), []);
  });

  it('holds values of several hundred kilobytes', async () => {
    const value = { blob: 'x'.repeat(700_000) };
    await create('large', value);

    assert.deepEqual((await store.read('large', calm()))?.value, value);
  });

  it('refuses keys that the contract does not allow, before anything is sent', async () => {
    for (const key of ['', '/a', 'a/', 'a//b', 'a/../b', '.', 'a b', 'ä', 'a'.repeat(513)]) {
      await assert.rejects(create(key, 1), { code: 'EXPORT_OPTIONS_INVALID' });
      await assert.rejects(store.read(key, calm()), { code: 'EXPORT_OPTIONS_INVALID' });
      await assert.rejects(store.remove(key, calm()), { code: 'EXPORT_OPTIONS_INVALID' });
    }
    assert.deepEqual(await bucket.keys(), []);
  });

  it('says so when the object at a key is not its own, without quoting it', async () => {
    for (const Body of ['secret text', '{"value":1}', '[1]', '{"writeId":"x"}']) {
      await bucket.client.send(new PutObjectCommand({ Bucket: bucket.name, Key: 'records/foreign', Body }));

      await assert.rejects(store.read('foreign', calm()), {
        code: 'EXPORT_STORE_REJECTED',
        message: 'The object at this key was not written by s3Store().',
      });
    }
  });

  describe('with a faulty connection', () => {
    let proxy: FaultProxy;

    beforeEach(async () => {
      proxy = await startFaultProxy({ target: server.endpoint });
    });
    afterEach(() => proxy.close());

    for (const maxAttempts of [1, 3]) {
      it(`knows its own write again when the answer was lost, with ${maxAttempts} attempts of the client`, async () => {
        const client = s3Client(server, { endpoint: proxy.url, maxAttempts });
        const faulty = s3Store({ client, bucket: bucket.name });
        let version: string | null = null;
        for (const value of ['created', 'changed']) {
          let puts = 0;
          proxy.setRule(({ method }) => {
            if (method !== 'PUT') return undefined;
            puts += 1;
            return puts === 1 ? { kind: 'lose-answer' } : undefined;
          });

          const written = await faulty.write('a', value, { expectedVersion: version, ...calm() });

          assert.deepEqual(await faulty.read('a', calm()), { value, version: written.version });
          version = written.version;
        }
        client.destroy();
      });
    }

    it('can be asked again when nothing was written', async () => {
      const client = s3Client(server, { endpoint: proxy.url, maxAttempts: 1 });
      const faulty = s3Store({ client, bucket: bucket.name });
      proxy.setRule(({ method }) => (method === 'PUT' ? { kind: 'reset' } : undefined));

      await assert.rejects(faulty.write('a', 1, { expectedVersion: null, ...calm() }), {
        code: 'EXPORT_STORE_UNAVAILABLE',
        isRetryable: true,
      });
      proxy.clearRule();
      await faulty.write('a', 1, { expectedVersion: null, ...calm() });
      client.destroy();
    });

    it('tries again itself after a 409 that left the version as it was', async () => {
      const client = s3Client(server, { endpoint: proxy.url, maxAttempts: 1 });
      const faulty = s3Store({ client, bucket: bucket.name });
      let puts = 0;
      const body = '<Error><Code>ConditionalRequestConflict</Code></Error>';
      proxy.setRule(({ method }) => {
        if (method !== 'PUT') return undefined;
        puts += 1;
        return puts <= 2 ? { kind: 'respond', status: 409, body } : undefined;
      });

      await faulty.write('a', 1, { expectedVersion: null, ...calm() });

      assert.equal(puts, 3);
      proxy.setRule(({ method }) => (method === 'PUT' ? { kind: 'respond', status: 409, body } : undefined));
      await assert.rejects(faulty.write('a', 2, { expectedVersion: null, ...calm() }), {
        code: 'EXPORT_STORE_CONFLICT',
      });
      client.destroy();
    });

    it('never takes a body that was cut for a value', async () => {
      await create('a', { long: 'x'.repeat(5000) });
      const client = s3Client(server, { endpoint: proxy.url, maxAttempts: 1 });
      const faulty = s3Store({ client, bucket: bucket.name, keyPrefix: 'records/' });
      proxy.setRule(() => ({ kind: 'cut-answer', afterBytes: 3000 }));

      await assert.rejects(faulty.read('a', calm()), { code: 'EXPORT_STORE_UNAVAILABLE', isRetryable: true });
      client.destroy();
    });

    it('stops at once with the reason of an aborted signal', async () => {
      const client = s3Client(server, { endpoint: proxy.url });
      const faulty = s3Store({ client, bucket: bucket.name });
      proxy.setRule(() => ({ kind: 'delay', ms: 60_000 }));
      const reason = new Error('enough');
      const calls: readonly ((signal: AbortSignal) => Promise<unknown>)[] = [
        (signal) => faulty.read('a', { signal }),
        (signal) => faulty.write('a', 1, { expectedVersion: null, signal }),
        (signal) => faulty.remove('a', { signal }),
        (signal) => collected(faulty.list('', { signal })),
      ];

      for (const call of calls) {
        const controller = new AbortController();
        setTimeout(() => controller.abort(reason), 30);
        await assert.rejects(call(controller.signal), (error) => error === reason);
      }
      client.destroy();
    });
  });
});

async function collected(keys: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const key of keys) all.push(key);
  return all;
}
