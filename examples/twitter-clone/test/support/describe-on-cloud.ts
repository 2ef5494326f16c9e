import type { SearchServerDescription } from '@export-engine/servers';
import { describeWithServer } from '@export-engine/servers/testing';
import { describe } from 'vitest';

/**
 * A `describe` for a stack that is deployed to an emulator of AWS of its own, with a real Elasticsearch and a real S3 server;
 * loudly skipped when one of them can't be had, a failure in CI.
 */
export function describeOnCloud(title: string, body: (elasticsearch: SearchServerDescription) => void): void {
  describeWithServer('elasticsearch92', (elasticsearch) => {
    describeWithServer('s3', () => {
      describeWithServer('aws', () => {
        describe(title, () => body(elasticsearch));
      });
    });
  });
}
