import { ExportEngineError } from '@export-engine/core';
import type { S3Bucket } from '../s3/s3-bucket.ts';

/** The object's key for a store key. @throws ExportEngineError `EXPORT_OPTIONS_INVALID` when the store's rule forbids it. */
export function storeKey(bucket: S3Bucket, key: string): string {
  if (
    !/^[A-Za-z0-9._/-]{1,512}$/.test(key) ||
    key.split('/').some((part) => part === '' || part === '.' || part === '..')
  ) {
    throw new ExportEngineError(
      'EXPORT_OPTIONS_INVALID',
      'A store key must be 1 to 512 characters of A-Z, a-z, 0-9, ".", "_", "-" and "/", without empty, "." or ".." segments.',
      { details: { option: 'key' } },
    );
  }
  return bucket.keyPrefix + key;
}
