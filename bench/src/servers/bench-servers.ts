import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { startElasticsearch, startVersitygw } from '@export-engine/servers';
import { dataFolder } from './data-folder.ts';
import { type S3Address, s3ClientFor } from './s3-address.ts';
import { type SearchApi, searchApi } from './search-api.ts';

export const elasticsearchVersion = '9.2.0';
/** Of versitygw, as `@export-engine/servers` starts it. */
export const s3Version = '1.8.0';
const bucket = 'bench';

/** The two servers that every case runs against. */
export interface BenchServers {
  readonly elasticsearchUrl: string;
  readonly api: SearchApi;
  readonly s3: S3Address;
  readonly s3Client: S3Client;
  /** The leaders of the servers' process groups. */
  readonly groups: { readonly elasticsearch: number; readonly s3: number };
  readonly stop: () => Promise<void>;
}

export interface BenchServerOptions {
  /** Of the JVM, as it writes it. */
  readonly heap: string;
  /** Keeps the indices from one run to the next. */
  readonly shouldKeepData: boolean;
  readonly signal: AbortSignal;
}

/** Starts a real Elasticsearch and a real S3 server of the benchmark's own. */
export async function startBenchServers({ heap, shouldKeepData, signal }: BenchServerOptions): Promise<BenchServers> {
  const elasticsearch = await startElasticsearch({
    version: elasticsearchVersion,
    heap,
    ...(shouldKeepData && { dataDirectory: await dataFolder(elasticsearchVersion) }),
  });
  try {
    const s3Server = await startVersitygw();
    const s3: S3Address = {
      endpoint: s3Server.endpoint,
      region: s3Server.region,
      accessKeyId: s3Server.accessKeyId,
      secretAccessKey: s3Server.secretAccessKey,
      bucket,
    };
    const s3Client = s3ClientFor(s3);
    const stop = async (): Promise<void> => {
      s3Client.destroy();
      await Promise.all([elasticsearch.stop(), s3Server.stop()]);
    };
    await s3Client.send(new CreateBucketCommand({ Bucket: bucket }));
    const groups = { elasticsearch: elasticsearch.pid, s3: s3Server.pid };
    return {
      elasticsearchUrl: elasticsearch.url,
      api: searchApi(elasticsearch.url, signal),
      s3,
      s3Client,
      groups,
      stop,
    };
  } catch (error) {
    await elasticsearch.stop();
    throw error;
  }
}
