import { checkOptions, type Store } from '@export-engine/core';
import { type BucketOptions, bucketChecks, bucketOf } from './s3/bucket-options.ts';
import { listKeys, readEntry, removeEntry } from './store/store-objects.ts';
import { writeEntry } from './store/write-entry.ts';

export interface S3StoreOptions extends BucketOptions {}

/**
 * A store in an Amazon S3 bucket: one JSON object for each key, compare-and-swap by S3's conditional writes, versions
 * that are ETags. Reads and lists see every finished write at once, as S3 is strongly consistent.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import { S3Client } from '@aws-sdk/client-s3';
 * import { s3Store } from '@export-engine/adapter-s3';
 *
 * const store = s3Store({ client: new S3Client({}), bucket: 'my-exports', keyPrefix: 'records/' });
 * ```
 */
export function s3Store(options: S3StoreOptions): Store {
  checkOptions<S3StoreOptions>('s3Store()', options, bucketChecks());
  const bucket = bucketOf(options, 'STORE');
  return {
    specVersion: 1,
    name: 's3',
    read: async (key, { signal }) => {
      const found = await readEntry(bucket, key, signal);
      return found && { value: found.value, version: found.version };
    },
    write: (key, value, writeOptions) => writeEntry(bucket, key, value, writeOptions),
    list: (prefix, { signal }) => listKeys(bucket, prefix, signal),
    remove: (key, { signal }) => removeEntry(bucket, key, signal),
  };
}
