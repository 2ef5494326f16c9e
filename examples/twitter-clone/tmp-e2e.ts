import { readFileSync, writeFileSync } from 'node:fs';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { Client } from '@elastic/elasticsearch';
import { elasticsearchSource } from '@export-engine/adapter-elasticsearch';
import { s3Sink, s3Store } from '@export-engine/adapter-s3';
import { createExportEngine, inProcessOrchestrator } from '@export-engine/core';
import { loadPosts } from './src/load/load-posts.ts';
import { compareWithCsvParse } from './src/verify/compare-with-csv-parse.ts';
import { verifyExport } from './src/verify/verify-export.ts';

const { servers } = JSON.parse(readFileSync('/root/.cache/export-engine/servers/running-servers.json', 'utf8'));
const es = new Client({ node: servers.elasticsearch92.url });
const s3 = new S3Client({
  endpoint: servers.s3.endpoint,
  region: servers.s3.region,
  credentials: servers.s3,
  forcePathStyle: true,
});
const bucket = 'tw-dev';
await s3.send(new CreateBucketCommand({ Bucket: bucket })).catch(() => {});
const count = Number(process.argv[2]);
const format = process.argv[3] ?? 'csv';
const partitions = Number(process.argv[4] ?? 1);
const orchestrator = inProcessOrchestrator();
const engine = createExportEngine({
  source: elasticsearchSource({ client: es }),
  sink: s3Sink({ client: s3, bucket }),
  store: s3Store({ client: s3, bucket, keyPrefix: 'store/' }),
  orchestrator,
});
console.log(await loadPosts({ client: es, index: `twitter-dev-${count}`, count }));
const t = performance.now();
const { id } = await engine.start({
  owner: 'ada',
  query: { index: `twitter-dev-${count}` },
  columns: ['PostID', 'UserID', 'DateCreated', 'Content', 'Tags'],
  format,
  partitions,
});
await orchestrator.idle();
const st = await engine.status(id, { owner: 'ada' });
console.log(st, performance.now() - t, process.resourceUsage().maxRSS / 1024);
const link = await engine.link(id, { owner: 'ada' });
const t2 = performance.now();
if (format === 'csv')
  console.log(
    await verifyExport(link.url, { count }, { signal: new AbortController().signal }),
    performance.now() - t2,
  );
if (process.argv[5]) {
  const r = await fetch(link.url);
  writeFileSync('/tmp/dl.csv', Buffer.from(await r.arrayBuffer()));
  console.log(await compareWithCsvParse('/tmp/dl.csv', { count }));
}
