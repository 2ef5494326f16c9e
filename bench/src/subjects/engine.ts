// The export engine, as an application uses it: records on S3 beside the files, everything else by default.
import { Client } from '@elastic/elasticsearch';
import { elasticsearchSource } from '@export-engine/adapter-elasticsearch';
import { s3Sink, s3Store } from '@export-engine/adapter-s3';
import { type ColumnDefinition, createExportEngine, csv, gzip, inProcessOrchestrator } from '@export-engine/core';
import { s3ClientFor } from '../servers/s3-address.ts';
import type { SubjectOptions } from './job.ts';
import { runJob } from './run-job.ts';

const owner = 'bench';

runJob(async ({ elasticsearchUrl, s3, indices, columns, orderBy, options }) => {
  const client = s3ClientFor(s3);
  const orchestrator = inProcessOrchestrator();
  const engine = createExportEngine({
    source: elasticsearchSource({ client: new Client({ node: elasticsearchUrl }) }),
    sink: s3Sink({ client, bucket: s3.bucket, keyPrefix: 'files/' }),
    store: s3Store({ client, bucket: s3.bucket, keyPrefix: 'records/' }),
    orchestrator,
    formats: { csv: options.gzip ? gzip(csv()) : csv() },
    columns: [...columns, ...computedColumn(options)],
  });
  const { id } = await engine.start({
    owner,
    query: { index: [...indices], ...(orderBy !== undefined && { sort: [{ [orderBy]: 'asc' }] }) },
    partitions: options.partitions ?? 1,
  });
  await orchestrator.idle();
  const { state, progress, failure } = await engine.status(id, { owner });
  if (state !== 'completed') throw new Error(`The export is ${state}: ${failure?.message}`);
  return { rows: progress.rows, key: `files/exports/${id}.csv${options.gzip ? '.gz' : ''}` };
});

function computedColumn({ computed }: SubjectOptions): readonly ColumnDefinition[] {
  switch (computed) {
    case 'declared-inputs':
      return [{ header: 'TagCount', from: ['Tags'], value: (tags: unknown) => countOf(tags) }];
    case 'whole-row':
      return [{ header: 'TagCount', value: (row: object) => countOf((row as { Tags?: unknown }).Tags) }];
    default:
      return [];
  }
}

function countOf(tags: unknown): number {
  return Array.isArray(tags) ? tags.length : 0;
}
