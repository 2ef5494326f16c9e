import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { Client } from '@elastic/elasticsearch';
import { isMissing, startServers } from '@export-engine/servers';

/** Real servers, with a client of each. */
export interface DemoServers {
  readonly elasticsearch: Client;
  readonly s3: S3Client;
  /** An empty bucket. */
  readonly bucket: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts both. When it is interrupted meanwhile it does not wait for them: they end with this process.
 *
 * @throws Error that says what is missing on this machine and how to get it; nothing runs then. The signal's reason.
 */
export async function startDemoServers(report: (line: string) => void, signal: AbortSignal): Promise<DemoServers> {
  const { servers, stop } = await Promise.race([
    startServers(['elasticsearch92', 's3'], report),
    rejectOnAbort(signal),
  ]);
  const { elasticsearch92, s3 } = servers;
  if (elasticsearch92 === undefined || s3 === undefined || isMissing(elasticsearch92) || isMissing(s3)) {
    await stop();
    const lacking = [elasticsearch92, s3].flatMap((server) => (server && isMissing(server) ? [server.missing] : []));
    throw new Error(`The demo needs what is missing here:\n  ${lacking.join('\n  ')}`);
  }
  const { endpoint, region, accessKeyId, secretAccessKey } = s3;
  const elasticsearch = new Client({ node: elasticsearch92.url });
  const client = new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
  });
  const bucket = 'exports';
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return {
    elasticsearch,
    s3: client,
    bucket,
    async stop() {
      client.destroy();
      await elasticsearch.close();
      await stop();
    },
  };
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
