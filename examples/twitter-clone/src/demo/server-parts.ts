import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { Client } from '@elastic/elasticsearch';
import type { ElasticsearchQuery } from '@export-engine/adapter-elasticsearch';
import { s3Sink, s3Store } from '@export-engine/adapter-s3';
import {
  isMissing,
  type S3ServerDescription,
  type SearchServerDescription,
  startServers,
} from '@export-engine/servers';
import { newSecret } from '../api/secrets.ts';
import { elasticsearchBackend } from '../search/elasticsearch/elasticsearch-backend.ts';
import { loadPosts } from '../search/elasticsearch/load-posts.ts';
import type { DemoParts, DemoPartsOptions } from './demo-parts.ts';
import { createProgressLine } from './progress-line.ts';

const index = 'posts';
const bucket = 'exports';

/**
 * A real Elasticsearch and a real S3 server, started for this run. When it is interrupted meanwhile it does not wait for
 * them: they end with this process.
 *
 * @throws Error that says what is missing on this machine and how to get it; nothing runs then. The signal's reason.
 */
export async function serverParts(options: DemoPartsOptions): Promise<DemoParts<ElasticsearchQuery>> {
  const { output, signal } = options;
  const log = (line: string): boolean => output.write(`${line}\n`);
  log('Starting Elasticsearch and an S3 server ...');
  const { elasticsearch, s3, stop } = await startBoth((line) => log(`  ${line}`), signal);
  const client = new Client({ node: elasticsearch.url });
  const { endpoint, region, accessKeyId, secretAccessKey } = s3;
  const credentials = { accessKeyId, secretAccessKey };
  const s3Client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const close = async (): Promise<void> => {
    log('Stopping the servers ...');
    s3Client.destroy();
    await client.close();
    await stop();
  };
  try {
    await s3Client.send(new CreateBucketCommand({ Bucket: bucket }));
    await load(client, options);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    backend: elasticsearchBackend({ client, index }),
    sink: s3Sink({ client: s3Client, bucket }),
    store: s3Store({ client: s3Client, bucket, keyPrefix: 'store/' }),
    secret: newSecret(),
    close,
  };
}

async function load(client: Client, { posts, output, signal }: DemoPartsOptions): Promise<void> {
  const line = createProgressLine({ output, title: 'Loading  ', expectedRows: posts });
  await loadPosts({ client, index, count: posts, onProgress: line.update, signal });
  line.end(posts);
}

interface BothServers {
  readonly elasticsearch: SearchServerDescription;
  readonly s3: S3ServerDescription;
  readonly stop: () => Promise<void>;
}

async function startBoth(report: (line: string) => void, signal: AbortSignal): Promise<BothServers> {
  const starting = startServers(['elasticsearch92', 's3'], report);
  const { servers, stop } = await Promise.race([starting, rejectOnAbort(signal)]);
  const { elasticsearch92: elasticsearch, s3 } = servers;
  if (elasticsearch !== undefined && s3 !== undefined && !isMissing(elasticsearch) && !isMissing(s3)) {
    return { elasticsearch, s3, stop };
  }
  await stop();
  const lacking = [elasticsearch, s3].flatMap((server) => (server && isMissing(server) ? [server.missing] : []));
  throw new Error(`The servers need what is missing here:\n  ${lacking.join('\n  ')}`);
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
