import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExportEngineError } from '@export-engine/core';
import { afterEach, describe, it } from 'vitest';
import { listen } from './listen.ts';

describe('listen', () => {
  const servers: ReturnType<typeof createServer>[] = [];
  const newServer = () => {
    const server = createServer();
    servers.push(server);
    return server;
  };

  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it('gives the address with the port that the system chose', async () => {
    const server = newServer();

    const url = await listen(server, { host: '127.0.0.1', port: 0 });

    assert.equal(url, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    assert.equal(server.listenerCount('error'), 0);
  });

  it('gives an address that can be reached when it listens on all', async () => {
    assert.match(await listen(newServer(), { host: '0.0.0.0', port: 0 }), /^http:\/\/localhost:\d+$/);
  });

  it('puts an IPv6 address in brackets', async () => {
    const server = newServer();
    server.address = () => ({ address: '::1', family: 'IPv6', port: 80 });

    assert.equal(await listen(server, { host: '127.0.0.1', port: 0 }), 'http://[::1]:80');
  });

  it('names the port that is in use', async () => {
    const first = newServer();
    await listen(first, { host: '127.0.0.1', port: 0 });
    const { port } = first.address() as AddressInfo;
    const second = newServer();

    await assert.rejects(listen(second, { host: '127.0.0.1', port }), (error) => {
      assert.ok(ExportEngineError.isInstance(error));
      assert.equal(error.code, 'EXPORT_OPTIONS_INVALID');
      assert.match(error.message, new RegExp(`option "port": ${port} is in use \\(EADDRINUSE\\)`));
      assert.deepEqual(error.details, {
        owner: 'createExportServer()',
        option: 'port',
        systemCode: 'EADDRINUSE',
      });
      return true;
    });
    assert.equal(second.listenerCount('listening'), createServer().listenerCount('listening'));
  });

  it('names the port that this process may not have', async () => {
    const server = newServer();
    // Root may have any, so the system is made to refuse.
    server.listen = () => {
      queueMicrotask(() => server.emit('error', Object.assign(new Error('no'), { code: 'EACCES' })));
      return server;
    };

    await assert.rejects(listen(server, { host: '127.0.0.1', port: 80 }), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /may not listen on 80 \(EACCES\)/,
    });
  });

  it('names the host that is not of this machine', async () => {
    // Of the block that is kept for documentation.
    await assert.rejects(listen(newServer(), { host: '192.0.2.1', port: 0 }), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /option "host" must be an address of this machine.*EADDRNOTAVAIL/,
    });
  });
});
