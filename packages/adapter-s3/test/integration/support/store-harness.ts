import type { JsonValue } from '@export-engine/core';
import type { StoreFixture, StoreHarness } from '@export-engine/core/testing';
import type { S3ServerDescription } from '@export-engine/servers';
import { s3Store } from '../../../src/index.ts';
import { createTestBucket } from './test-bucket.ts';

const PREFIX = 'records/';

/** How the store contract gets at this adapter: a bucket for each case, and a plain client as its back door. */
export function storeHarness(server: S3ServerDescription): StoreHarness {
  const removals = new WeakMap<StoreFixture, () => Promise<void>>();
  return {
    capabilities: {},
    async setUp() {
      const bucket = await createTestBucket(server);
      const keys = async () => (await bucket.keys()).map((key) => key.slice(PREFIX.length));
      const fixture: StoreFixture = {
        connect: () => s3Store({ client: bucket.client, bucket: bucket.name, keyPrefix: PREFIX }),
        keys,
        readValue: async (key) => {
          if (!(await keys()).includes(key)) return undefined;
          const { value } = JSON.parse((await bucket.bytes(PREFIX + key)).toString()) as { readonly value: JsonValue };
          return value;
        },
      };
      removals.set(fixture, bucket.remove);
      return fixture;
    },
    tearDown: async (fixture) => removals.get(fixture)?.(),
  };
}
