import { checkStoreKey } from '@export-engine/core';
import type { S3Bucket } from '../s3/s3-bucket.ts';

/** The object's key for a store key. @throws ExportEngineError `EXPORT_OPTIONS_INVALID` when the store's rule forbids it. */
export function storeKey(bucket: S3Bucket, key: string): string {
  checkStoreKey('s3Store()', key);
  return bucket.keyPrefix + key;
}
