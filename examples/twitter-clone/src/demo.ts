// Real posts in a real Elasticsearch become a CSV in a real S3: `npm run demo -- --help`.
import { elasticsearchSource } from '@export-engine/adapter-elasticsearch';
import { s3Sink, s3Store } from '@export-engine/adapter-s3';
import { createExportEngine, inProcessOrchestrator, type Link } from '@export-engine/core';
import { postColumns } from './data/post.ts';
import { type DemoOptions, demoOptions } from './demo/demo-options.ts';
import { type DemoServers, startDemoServers } from './demo/demo-servers.ts';
import { createProgressLine } from './demo/progress-line.ts';
import { exportSummary, keepingWords, verdictWords } from './demo/report.ts';
import { runUntilInterrupted, untilInterrupted } from './demo/run-until-interrupted.ts';
import { loadPosts } from './load/load-posts.ts';
import { verifyExport } from './verify/verify-export.ts';

const index = 'posts';
const owner = 'demo';
const { log } = console;

await runUntilInterrupted(async (signal) => {
  const options = demoOptions(process.argv.slice(2));
  if ('help' in options) return log(options.help);

  log('Starting Elasticsearch and an S3 server ...');
  const servers = await startDemoServers((line) => log(`  ${line}`), signal);
  try {
    await load(servers, options, signal);
    const link = await exportPosts(servers, options, signal);
    const verdict = await verifyExport(link.url, { count: options.posts }, { signal });
    log(verdictWords(verdict));
    if (!verdict.isEqual) process.exitCode = 1;
    if (!options.shouldKeep) return;
    log(keepingWords(link));
    await untilInterrupted(signal);
  } finally {
    log('Stopping the servers ...');
    await servers.stop();
  }
});

async function load({ elasticsearch }: DemoServers, { posts }: DemoOptions, signal: AbortSignal): Promise<void> {
  const line = createProgressLine({ output: process.stdout, title: 'Loading  ', expectedRows: posts });
  await loadPosts({ client: elasticsearch, index, count: posts, onProgress: line.update, signal });
  line.end(posts);
}

async function exportPosts(
  servers: DemoServers,
  { posts, partitions }: DemoOptions,
  signal: AbortSignal,
): Promise<Link> {
  const { elasticsearch, s3, bucket } = servers;
  const line = createProgressLine({ output: process.stdout, title: 'Exporting', expectedRows: posts });
  const orchestrator = inProcessOrchestrator();
  const engine = createExportEngine({
    source: elasticsearchSource({ client: elasticsearch }),
    sink: s3Sink({ client: s3, bucket }),
    store: s3Store({ client: s3, bucket, keyPrefix: 'records/' }),
    orchestrator,
    onProgress: ({ rows }) => line.update(rows),
  });

  const request = { owner, query: { index }, columns: postColumns, fileName: 'posts', partitions };
  signal.addEventListener('abort', () => void orchestrator.close(), { once: true });
  const { id } = await engine.start(request, { signal });
  await orchestrator.idle();
  const status = await engine.status(id, { owner, signal });
  line.end(status.progress.rows);
  if (status.failure !== null) throw new Error(`${status.failure.code}: ${status.failure.message}`);
  const link = await engine.link(id, { owner, expiresInSeconds: 3600, signal });
  log(exportSummary(status, link));
  return link;
}
