import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Sink, StoredFile } from '@export-engine/core';
import { describeWithServer } from '@export-engine/servers/testing';
import { afterEach, beforeEach, it } from 'vitest';
import { s3Sink } from '../../src/index.ts';
import { calm, samplePart, sampleTarget } from './support/sample.ts';
import { createTestBucket, s3Client, type TestBucket } from './support/test-bucket.ts';

const CONTENT = 'id,name\n1,Ada\n';

describeWithServer('s3', (server) => {
  let bucket: TestBucket;
  let sink: Sink;
  let file: StoredFile;

  beforeEach(async () => {
    bucket = await createTestBucket(server);
    sink = s3Sink({ client: bucket.client, bucket: bucket.name });
    file = await sink.put(sampleTarget(), samplePart(1, Buffer.from(CONTENT)), calm());
  });
  afterEach(() => bucket.remove());

  it('gives a link that anybody can download, under the name and type wanted', async () => {
    const before = Date.now();

    const link = await sink.link(file, { expiresInSeconds: 60, fileName: 'Übersicht "2026" – 売上.csv', ...calm() });
    const response = await fetch(link.url);

    assert.equal(response.status, 200);
    assert.equal(await response.text(), CONTENT);
    assert.equal(response.headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.equal(
      response.headers.get('content-disposition'),
      `attachment; filename="_bersicht _2026_ _ __.csv"; filename*=UTF-8''%C3%9Cbersicht%20%222026%22%20%E2%80%93%20%E5%A3%B2%E4%B8%8A.csv`,
    );
    const life = Date.parse(link.expiresAt) - before;
    assert.ok(life > 58_000 && life <= 60_000 + (Date.now() - before), `lives ${life} ms`);
  });

  it('gives a link that is dead at the instant it says', async () => {
    const link = await sink.link(file, { expiresInSeconds: 1, fileName: 'x.csv', ...calm() });
    await delay(Date.parse(link.expiresAt) - Date.now() + 1100);

    assert.equal((await fetch(link.url)).status, 403);
  });

  it('gives a link for this file only', async () => {
    const link = await sink.link(file, { expiresInSeconds: 60, fileName: 'x.csv', ...calm() });
    const other = new URL(link.url);
    other.pathname += '.other';

    assert.equal((await fetch(other)).status, 403);
  });

  it('is refused when the file is gone, or another one took its place', async () => {
    const target = { Bucket: bucket.name, Key: file.key };
    await bucket.client.send(new PutObjectCommand({ ...target, Body: 'id,name\n1,Bob\n' }));
    await assert.rejects(sink.link(file, { expiresInSeconds: 60, fileName: 'x.csv', ...calm() }), {
      code: 'EXPORT_NOT_FOUND',
      message: 'The file is gone: its key holds another one.',
    });

    await bucket.client.send(new DeleteObjectCommand(target));
    await assert.rejects(sink.link(file, { expiresInSeconds: 60, fileName: 'x.csv', ...calm() }), {
      code: 'EXPORT_NOT_FOUND',
      message: 'The file is gone.',
    });
  });

  it('says the true end of a link that dies with temporary credentials', async () => {
    const expiration = new Date(Date.now() + 90_500);
    const { accessKeyId, secretAccessKey } = server;
    const client = s3Client(server, { credentials: async () => ({ accessKeyId, secretAccessKey, expiration }) });

    const options = { expiresInSeconds: 3600, fileName: 'x.csv', ...calm() };
    const link = await s3Sink({ client, bucket: bucket.name }).link(file, options);

    assert.ok(Date.parse(link.expiresAt) <= expiration.getTime());
    assert.ok(Date.parse(link.expiresAt) > expiration.getTime() - 2000);
    assert.equal((await fetch(link.url)).status, 200);
    client.destroy();
  });

  it('is capped at the seven days that a signature can live', async () => {
    const link = await sink.link(file, { expiresInSeconds: 30 * 86_400, fileName: 'x.csv', ...calm() });

    assert.equal(new URL(link.url).searchParams.get('X-Amz-Expires'), '604800');
    assert.ok(Date.parse(link.expiresAt) <= Date.now() + 604_800_000);
  });

  it('is refused for a life of less than a second', async () => {
    for (const expiresInSeconds of [0, -1, 1.5, Number.NaN]) {
      await assert.rejects(sink.link(file, { expiresInSeconds, fileName: 'x.csv', ...calm() }), {
        code: 'EXPORT_OPTIONS_INVALID',
      });
    }
  });
});
