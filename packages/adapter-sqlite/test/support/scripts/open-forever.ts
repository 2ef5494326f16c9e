/** Opens a view of a query that never ends. Killed in the midst of it, it leaves a half-written copy. */
import { sqliteSource } from '@export-engine/adapter-sqlite';

const [path = ''] = process.argv.slice(2);
const endless = 'WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c';
const source = sqliteSource({ path, maxSnapshotBytes: 1_000_000_000 });
const opening = source.open({ sql: endless }, { partitions: 1, signal: new AbortController().signal });
console.log('opening');
await opening;
