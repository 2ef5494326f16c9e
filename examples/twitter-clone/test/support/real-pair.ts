import type { S3ServerDescription, SearchServerDescription } from '@export-engine/servers';
import { describeWithServer } from '@export-engine/servers/testing';

/** A real Elasticsearch and a real S3 server. */
export interface RealPair {
  readonly elasticsearch: SearchServerDescription;
  readonly s3: S3ServerDescription;
}

/** A `describe` on Elasticsearch 9.2 and S3; loudly skipped when one is missing, a failure in CI. */
export function describeOnRealPair(body: (pair: RealPair) => void): void {
  describeWithServer('elasticsearch92', (elasticsearch) => {
    describeWithServer('s3', (s3) => body({ elasticsearch, s3 }));
  });
}
