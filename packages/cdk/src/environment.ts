import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';

/** Where files are: `keyPrefix` of `s3Sink()`. */
export const filePrefix = 'files/';
/** Where the engine's store is, records and all the rest: `keyPrefix` of `s3Store()`. */
export const storePrefix = 'store/';

/** What every function of the engine has to know. */
export function engineEnvironment(bucket: Bucket, secret: Secret): Readonly<Record<string, string>> {
  return {
    EXPORT_BUCKET: bucket.bucketName,
    EXPORT_FILE_PREFIX: filePrefix,
    EXPORT_STORE_PREFIX: storePrefix,
    EXPORT_SECRET_ARN: secret.secretArn,
  };
}
