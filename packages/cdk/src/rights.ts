import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { filePrefix, storePrefix } from './environment.ts';

/**
 * What a function does with files:
 *
 * - `link`: make links to them
 * - `clean`: also remove files and unfinished uploads, as a cancelled or failed export does
 * - `write`: also write them
 */
export type FileRights = 'link' | 'clean' | 'write';

const link = ['s3:GetObject'];
const clean = [...link, 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];
const fileActions: Readonly<Record<FileRights, string[]>> = { link, clean, write: [...clean, 's3:PutObject'] };

/** Exactly the calls that `s3Store()` and `s3Sink()` make, as the README of `@export-engine/adapter-s3` lists them. */
export function grantBucket(bucket: Bucket, grantee: IGrantable, rights: FileRights): Grant {
  const grants = [
    Grant.addToPrincipal({
      grantee,
      actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      resourceArns: [bucket.arnForObjects(`${storePrefix}*`)],
    }),
    Grant.addToPrincipal({
      grantee,
      actions: fileActions[rights],
      resourceArns: [bucket.arnForObjects(`${filePrefix}*`)],
    }),
    // Without a condition on the prefix: a look at a missing object has none, and would be refused instead of answered 404.
    Grant.addToPrincipal({
      grantee,
      actions: ['s3:ListBucket', ...(rights === 'link' ? [] : ['s3:ListBucketMultipartUploads'])],
      resourceArns: [bucket.bucketArn],
    }),
  ];
  if (bucket.encryptionKey !== undefined) grants.push(bucket.encryptionKey.grantEncryptDecrypt(grantee));
  return grants.reduce((all, grant) => all.combine(grant));
}
