import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startFaultProxy } from '../../src/fault-proxy.ts';
import { describeWithServer } from '../../src/testing.ts';
import { sendSigned } from '../sign-s3-request.ts';

describeWithServer('s3', (server) => {
  const bucket = `/smoke-${randomUUID()}`;

  beforeAll(async () => {
    await sendSigned(server, 'PUT', bucket);
  });

  afterAll(async () => {
    await sendSigned(server, 'DELETE', bucket);
  });

  it('keeps an object and gives it back', async () => {
    const stored = await sendSigned(server, 'PUT', `${bucket}/a.csv`, 'id\n1\n');
    const read = await sendSigned(server, 'GET', `${bucket}/a.csv`);
    const removed = await sendSigned(server, 'DELETE', `${bucket}/a.csv`);

    expect([stored.status, read.status, await read.text(), removed.status]).toEqual([200, 200, 'id\n1\n', 204]);
  });

  it('refuses a wrong secret', async () => {
    const response = await sendSigned({ ...server, secretAccessKey: 'wrong' }, 'GET', `${bucket}/a.csv`);

    expect([response.status, await response.text()]).toEqual([
      403,
      expect.stringContaining('<Code>SignatureDoesNotMatch</Code>'),
    ]);
  });

  it('accepts signed requests through the fault proxy, and keeps an object whose answer was lost', async () => {
    const proxy = await startFaultProxy({ target: server.endpoint });
    const throughProxy = { ...server, endpoint: proxy.url };
    proxy.setRule(({ method }) => (method === 'PUT' ? { kind: 'lose-answer' } : undefined));

    await expect(sendSigned(throughProxy, 'PUT', `${bucket}/b.csv`, 'id\n2\n')).rejects.toThrow('fetch failed');
    const read = await sendSigned(throughProxy, 'GET', `${bucket}/b.csv`);
    await sendSigned(throughProxy, 'DELETE', `${bucket}/b.csv`);

    expect(await read.text()).toBe('id\n2\n');
    expect(proxy.requests.map(({ action, status }) => [action, status])).toEqual([
      ['lose-answer', 200],
      ['forward', 200],
      ['forward', 204],
    ]);
    await proxy.close();
  });
});
