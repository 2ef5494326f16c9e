import assert from 'node:assert/strict';
import {
  createExportEngine,
  fetchMemoryLink,
  inProcessOrchestrator,
  memorySink,
  memoryStore,
} from '@export-engine/core';
import { parse } from 'csv-parse/sync';
import { postColumns } from '../../src/data/post.ts';
import type { SearchBackend } from '../../src/search/search-backend.ts';
import type { SearchCriteria } from '../../src/search/search-criteria.ts';

/** Exports what a search finds, and reads the ids out of the file. */
export async function exportedIds(backend: SearchBackend, criteria: SearchCriteria): Promise<readonly string[]> {
  const orchestrator = inProcessOrchestrator();
  const { backend: files, ...sink } = memorySink();
  const engine = createExportEngine({ source: backend.source, sink, store: memoryStore(), orchestrator });
  const query = backend.exportQuery(criteria);
  const { id } = await engine.start({ owner: 'test', query, columns: postColumns });
  await orchestrator.idle();
  const { state, failure } = await engine.status(id, { owner: 'test' });
  assert.equal(state, 'completed', failure?.message);
  const { url } = await engine.link(id, { owner: 'test' });
  const [, ...rows] = parse(Buffer.from(fetchMemoryLink(files, url)?.bytes ?? [])) as string[][];
  return rows.map(([postId = '']) => postId);
}
