import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SearchServerDescription } from './server-descriptions.ts';
import { removeState, sharedServers, writeState } from './state-file.ts';

describe('the state file', () => {
  let directory: string;
  let server: Server;
  let answering: SearchServerDescription;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'export-engine-state-'));
    vi.stubEnv('EXPORT_ENGINE_CACHE', directory);
    server = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    answering = { product: 'elasticsearch', version: '9.2.0', url };
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    server.close();
    await rm(directory, { recursive: true });
  });

  it('shares the servers that answer, and no others', async () => {
    await writeState({
      elasticsearch92: answering,
      elasticsearch819: { ...answering, url: 'http://127.0.0.1:9' },
      opensearch38: { missing: 'no Java' },
    });

    expect(await sharedServers()).toEqual({ elasticsearch92: answering });
  });

  it('shares nothing once it is removed', async () => {
    await writeState({ elasticsearch92: answering });

    await removeState();

    expect(await sharedServers()).toEqual({});
  });

  it('shares nothing of a process that has ended, and is not removed by another one', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const path = await writeState({ elasticsearch92: answering });
    await writeFile(path, JSON.stringify({ pid, servers: { elasticsearch92: answering } }));

    await removeState();

    expect(await sharedServers()).toEqual({});
    expect(await readFile(path, 'utf8')).toContain(String(pid));
  });
});
