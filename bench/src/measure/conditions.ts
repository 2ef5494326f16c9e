import type { Scenario } from '../plan/scenario.ts';
import type { BenchServers } from '../servers/bench-servers.ts';
import { startDelayProxy } from '../servers/delay-proxy.ts';
import type { S3Address } from '../servers/s3-address.ts';
import { type CpuLimit, openCpuLimit } from './cpu-limit.ts';

/** The conditions of a scenario, made. */
export interface Conditions {
  /** In a sentence, for the report. */
  readonly text: string;
  readonly elasticsearchUrl: string;
  readonly s3: S3Address;
  readonly limit: CpuLimit | undefined;
  readonly close: () => Promise<void>;
}

export async function openConditions({ cpus, delayMs }: Scenario, servers: BenchServers): Promise<Conditions> {
  const limit = cpus === undefined ? undefined : openCpuLimit(cpus);
  const limitText = limit === undefined ? '' : ` The measured process has ${limit.method}.`;
  if (delayMs === undefined) {
    const text = `Client and both servers on one machine.${limitText}`;
    return {
      text,
      elasticsearchUrl: servers.elasticsearchUrl,
      s3: servers.s3,
      limit,
      close: async () => limit?.close(),
    };
  }
  const search = await startDelayProxy(servers.elasticsearchUrl, delayMs);
  const storage = await startDelayProxy(servers.s3.endpoint, delayMs);
  return {
    text: `Client and both servers on one machine, every byte delayed by ${delayMs} ms in each direction.${limitText}`,
    elasticsearchUrl: search.url,
    s3: { ...servers.s3, endpoint: storage.url },
    limit,
    async close() {
      await Promise.all([search.close(), storage.close()]);
      limit?.close();
    },
  };
}
