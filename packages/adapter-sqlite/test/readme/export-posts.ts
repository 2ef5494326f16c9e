import { matchWords, type SqliteQuery, sqliteSource } from '@export-engine/adapter-sqlite';
import { createExportEngine, inProcessOrchestrator, memorySink, memoryStore } from '@export-engine/core';

const source = sqliteSource({ path: 'data/posts.db' });
const orchestrator = inProcessOrchestrator();
const engine = createExportEngine({ source, sink: memorySink(), store: memoryStore(), orchestrator });

const query: SqliteQuery = {
  table: 'posts',
  match: { index: 'posts_fts', query: matchWords('full text') },
  where: { DateCreated: { gte: '2026-01-01', lt: '2027-01-01' } },
  orderBy: [{ column: 'DateCreated', direction: 'desc' }],
  json: ['Tags'],
};
const { id } = await engine.start({ owner: 'ada', query });
await orchestrator.idle();
const { state, progress } = await engine.status(id, { owner: 'ada' });
console.log(`${state}: ${progress.rows} rows`);
