import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createExportEngine, inProcessOrchestrator, memorySource } from '@export-engine/core';
import { describe, it } from 'vitest';
import { fileLinkHandler, filesystemSink, filesystemStore } from '../src/index.ts';

describe('the example of the README', () => {
  it('exports a row, and gives the file to whoever has the link', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'readme-example-'));
    const secret = randomBytes(32).toString('hex');
    const sink = filesystemSink({ folder, links: { baseUrl: 'https://example.com/files', secret } });
    const store = filesystemStore({ folder });
    const orchestrator = inProcessOrchestrator();
    const engine = createExportEngine({ source: memorySource({ rows: [{ id: 1 }] }), sink, store, orchestrator });

    const { id } = await engine.start({ owner: 'ada', query: {} });
    await orchestrator.idle();
    const link = await engine.link(id, { owner: 'ada' });
    const files = fileLinkHandler({ folder, secret, basePath: '/files' });
    const response = await files.fetch(new Request(link.url));

    assert.equal(await response.text(), 'id\r\n1\r\n');
    await rm(folder, { recursive: true });
  });

  it('is made of the calls that this test makes', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const test = await readFile(new URL(import.meta.url), 'utf8');
    const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? assert.fail('the README has no example');
    const calls = example.match(/^const .* = (?:await )?\w+(?:\.\w+)?\(.*/gm) ?? [];

    assert.ok(calls.length >= 8, 'the example was not found');
    for (const call of calls) {
      const code = call.replace(/ \/\/ .*/, '');
      assert.ok(test.includes(code), code);
    }
  });
});
