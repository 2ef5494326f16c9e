// A process that exports: `node export-worker.ts JOB`. It is the one that tests measure, and kill.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@elastic/elasticsearch';
import { elasticsearchSource } from '@export-engine/adapter-elasticsearch';
import { s3Sink, s3Store } from '@export-engine/adapter-s3';
import { createExportEngine, inProcessOrchestrator, type JsonValue, type Source } from '@export-engine/core';
import { type ExportJob, jobOwner, type WorkerMessage } from './export-job.ts';
import { createS3Client } from './test-bucket.ts';

const job = JSON.parse(process.argv[2] ?? '') as ExportJob;
const client = createS3Client(job.s3);
const { bucket } = job;
const orchestrator = inProcessOrchestrator({ onLeft: (_, error) => console.error(error) });
const source = elasticsearchSource({ client: new Client({ node: job.elasticsearch.url }), keepAliveSeconds: 30 });
const engine = createExportEngine({
  source: slowed(source, job.pageDelayMs ?? 0),
  sink: s3Sink({ client, bucket }),
  store: s3Store({ client, bucket, keyPrefix: 'store/' }),
  orchestrator,
  onProgress: tellReading,
  ...job.engine,
});
let isReading = false;

tell({ type: 'ready' });
const ids = job.request ? [(await engine.start({ owner: jobOwner, ...job.request })).id] : await engine.resume();
await orchestrator.idle();
const statuses = await Promise.all(ids.map((id) => engine.status(id, { owner: jobOwner })));
// The system counts in kibibytes.
tell({ type: 'ended', statuses, peakRssBytes: process.resourceUsage().maxRSS * 1024 });

function tellReading(): void {
  if (!isReading) tell({ type: 'reading' });
  isReading = true;
}

function tell(message: WorkerMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function slowed<Query extends JsonValue>(inner: Source<Query>, pageDelayMs: number): Source<Query> {
  return {
    ...inner,
    async *read(...call) {
      for await (const page of inner.read(...call)) {
        yield page;
        await sleep(pageDelayMs);
      }
    },
  };
}
