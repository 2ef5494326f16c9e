import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { CheckedProps } from './check-props.ts';
import { filePrefix, storePrefix } from './environment.ts';

/** One private bucket for files and records, which empties itself. */
export function createBucket(scope: Construct, props: CheckedProps): Bucket {
  const { encryptionKey, enforceSsl = true, removalPolicy = RemovalPolicy.RETAIN } = props;
  const { jobTimeout, fileExpiration, recordExpiration } = props.durations;
  return new Bucket(scope, 'Bucket', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: enforceSsl,
    removalPolicy,
    ...(encryptionKey === undefined
      ? { encryption: BucketEncryption.S3_MANAGED }
      : { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }),
    lifecycleRules: [
      { id: 'expire-files', prefix: filePrefix, expiration: fileExpiration },
      { id: 'expire-records', prefix: storePrefix, expiration: recordExpiration },
      // The engine aborts its uploads itself, and the sweeper those of dead workers. This is the net below, and must not
      // catch an export under way: S3 counts from the upload's begin.
      { id: 'abort-uploads', abortIncompleteMultipartUploadAfter: longerThan(jobTimeout) },
    ],
  });
}

/** The next whole day after the one in which a job of this length can end. */
function longerThan(jobTimeout: Duration): Duration {
  return Duration.days(Math.ceil(jobTimeout.toDays({ integral: false })) + 1);
}
