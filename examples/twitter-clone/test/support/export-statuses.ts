import { Client } from '@elastic/elasticsearch';
import { elasticsearchSource } from '@export-engine/adapter-elasticsearch';
import { s3Sink, s3Store } from '@export-engine/adapter-s3';
import { createExportEngine, type ExportStatus } from '@export-engine/core';
import { jobOwner } from './export-job.ts';
import type { RealPair } from './real-pair.ts';
import type { TestBucket } from './test-bucket.ts';

/** What the records in a bucket say, as any other process sees it. */
export async function exportStatuses(pair: RealPair, bucket: TestBucket): Promise<readonly ExportStatus[]> {
  const place = { client: bucket.client, bucket: bucket.name };
  const store = s3Store({ ...place, keyPrefix: 'store/' });
  const source = elasticsearchSource({ client: new Client({ node: pair.elasticsearch.url }) });
  const engine = createExportEngine({ source, sink: s3Sink(place), store });
  const statuses: ExportStatus[] = [];
  for await (const key of store.list('records/', { signal: new AbortController().signal })) {
    statuses.push(await engine.status(key.slice('records/'.length), { owner: jobOwner }));
  }
  return statuses;
}
