import type { S3Client } from '@aws-sdk/client-s3';
import { s3Sink, s3Store } from '@export-engine/adapter-s3';
import {
  createExportEngine,
  type ExportEngineOptions,
  type ExportStatus,
  inProcessOrchestrator,
  type JsonValue,
  type Source,
} from '@export-engine/core';
import { postColumns } from '../../src/data/post.ts';
import { jobOwner } from './export-job.ts';

export interface RunExportOptions<Query extends JsonValue> {
  readonly source: Source<Query>;
  readonly query: Query;
  readonly s3: S3Client;
  readonly bucket: string;
  readonly engine?: Pick<ExportEngineOptions, 'stallLimitSeconds' | 'onProgress'> | undefined;
}

const mebibyte = 1024 * 1024;

/** One export in this process, in small parts and pages so that there is much that can fail. */
export async function runExport<Query extends JsonValue>(options: RunExportOptions<Query>): Promise<ExportStatus> {
  const { source, query, s3: client, bucket } = options;
  const orchestrator = inProcessOrchestrator();
  const engine = createExportEngine<Query>({
    source,
    sink: s3Sink({ client, bucket }),
    store: s3Store({ client, bucket, keyPrefix: 'store/' }),
    orchestrator,
    partBytes: 5 * mebibyte,
    pageBytes: mebibyte,
    ...options.engine,
  });
  const { id } = await engine.start({ owner: jobOwner, query, columns: postColumns });
  await orchestrator.idle();
  return engine.status(id, { owner: jobOwner });
}
