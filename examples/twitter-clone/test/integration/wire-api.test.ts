import { s3Sink, s3Store } from '@export-engine/adapter-s3';
import { afterAll, describe } from 'vitest';
import { newSecret } from '../../src/api/secrets.ts';
import { elasticsearchBackend } from '../../src/search/elasticsearch/elasticsearch-backend.ts';
import { loadPostIndex } from '../support/post-index.ts';
import { describeOnRealPair } from '../support/real-pair.ts';
import { createTestBucket, type TestBucket } from '../support/test-bucket.ts';
import { startTestClone } from '../support/test-clone.ts';
import { behavesAsWireApi } from '../support/wire-flows.ts';

describeOnRealPair(({ elasticsearch, s3 }) => {
  describe('the wire API on Elasticsearch and S3', () => {
    let bucket: TestBucket | undefined;
    afterAll(async () => {
      await bucket?.remove();
    });

    behavesAsWireApi(async () => {
      const { client, name: index } = await loadPostIndex(elasticsearch, { name: 'posts-wire-api', count: 3000 });
      bucket = await createTestBucket(s3);
      const place = { client: bucket.client, bucket: bucket.name };
      return startTestClone({
        backend: elasticsearchBackend({ client, index }),
        sink: s3Sink(place),
        store: s3Store({ ...place, keyPrefix: 'store/' }),
        secret: newSecret(),
      });
    });
  });
});
