import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type MemoryQuery, memorySink, memorySource, memoryStore, type Source } from '@export-engine/core';
import { describe, it } from 'vitest';
import { assertInReadme } from './readme/readme-blocks.ts';
import { eventually } from './support/eventually.ts';

const { signal } = new AbortController();

describe("the README's examples", () => {
  it('show a page the ending of its export, and tell another user that there is none', async () => {
    await assertInReadme('server-example.ts');
    await assertInReadme('page-example.ts');
    const { servePush } = await import('./readme/server-example.ts');
    const { watchExport } = await import('./readme/page-example.ts');
    const server = createServer();
    const source = memorySource({ rows: [{ id: 1 }, { id: 2 }] }) as unknown as Source;
    const options = { source, sink: memorySink(), store: memoryStore() };
    const { engine, tickets, hub } = servePush(server, options, 'a secret of thirty-two characters');
    server.on('request', (request, response) => void answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const query: MemoryQuery = {};
    const notify = [{ notifier: 'push', recipient: null }];
    const ada = await engine.start({ owner: 'ada', query, notify, fileName: 'posts' });
    const bob = await engine.start({ owner: 'bob', query, notify });
    const shown: string[] = [];

    watchExport(ada.id, api, (text) => shown.push(text));
    await eventually(() => assert.equal(shown.at(-1), 'posts.csv: completed'));
    watchExport(bob.id, api, (text) => shown.push(text));
    await eventually(() => assert.equal(shown.at(-1), 'Sign in to see your export.'));

    await hub.close();
    server.closeAllConnections();
    server.close();

    /** The two routes of the HTTP API that a page needs; Ada is signed in. */
    async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const [, , exportId = '', isTicket] = request.url?.split('/') ?? [];
      try {
        const body = isTicket
          ? await tickets.issue(exportId, { owner: 'ada', signal })
          : await engine.status(exportId, { owner: 'ada', signal });
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      } catch {
        response.writeHead(404).end();
      }
    }
  });

  it('are the handler that the integration tests run behind API Gateway', async () => {
    await assertInReadme('lambda-example.ts');
  });
});
