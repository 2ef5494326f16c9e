import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** Starts, lets a browser follow an export to its end and stay, closes, and does not exit by itself. */
const program = `
  import { memorySink, memorySource, memoryStore } from '@export-engine/core';
  import { createExportServer } from '@export-engine/runtime-node';

  const server = createExportServer({
    engine: { source: memorySource({ rows: [{ id: 1 }] }), sink: memorySink(), store: memoryStore() },
    api: {
      identify: () => ({ owner: 'ada' }),
      bodySchema: { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } },
      resolve: () => ({ query: {} }),
    },
    push: { secret: 's'.repeat(32) },
  });
  const { url } = await server.start();
  const headers = { 'content-type': 'application/json' };
  const started = await fetch(url + '/exports', { method: 'POST', headers, body: '{}' });
  const address = url + started.headers.get('location');
  await (await fetch(address + '/events')).text();
  await fetch(url + '/health/ready');
  const socket = new WebSocket(url.replace('http', 'ws') + '/push');
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  const { ticket } = await (await fetch(address + '/tickets', { method: 'POST' })).json();
  socket.send(JSON.stringify({ action: 'subscribe', ticket }));
  await server.close();
`;

describe('a closed server', () => {
  it('leaves nothing that keeps its process alive', { timeout: 30_000 }, async () => {
    const flags = ['--conditions=@export-engine/source', '--input-type=module', '--eval', program];
    const child = spawn(process.execPath, flags, { cwd: packageFolder, stdio: 'inherit' });

    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });
});
