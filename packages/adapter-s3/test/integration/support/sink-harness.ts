import { setTimeout as delay } from 'node:timers/promises';
import { fileNameFromHeader, type SinkFixture, type SinkHarness } from '@export-engine/core/testing';
import type { S3ServerDescription } from '@export-engine/servers';
import { s3Sink } from '../../../src/index.ts';
import { createTestBucket, s3Client } from './test-bucket.ts';

/** How the sink contract gets at this adapter: a bucket for each case, and a plain client as its back door. */
export function sinkHarness(server: S3ServerDescription): SinkHarness {
  const removals = new WeakMap<SinkFixture, () => Promise<void>>();
  const { capabilities } = s3Sink({ client: s3Client(server), bucket: 'any-bucket' });
  return {
    capabilities: { ...capabilities, assembles: true },
    async setUp() {
      const bucket = await createTestBucket(server);
      const fixture: SinkFixture = {
        connect: () => s3Sink({ client: bucket.client, bucket: bucket.name }),
        readFile: async (key) => ((await bucket.keys()).includes(key) ? bucket.bytes(key) : undefined),
        openUploads: async (key) => (await bucket.openUploads()).filter((open) => open === key).length,
        fetchLink: async (url) => {
          const response = await fetch(url);
          const bytes = new Uint8Array(await response.arrayBuffer());
          const fileName = fileNameFromHeader(response.headers.get('content-disposition') ?? '');
          return response.ok ? { bytes, fileName } : undefined;
        },
        waitUntil: async (instant) => {
          await delay(instant - Date.now());
        },
      };
      removals.set(fixture, bucket.remove);
      return fixture;
    },
    tearDown: async (fixture) => removals.get(fixture)?.(),
  };
}
