import type { ServerSideEncryption, StorageClass } from '@aws-sdk/client-s3';
import {
  contentDisposition,
  ExportEngineError,
  type OptionChecks,
  oneOf,
  optional,
  type SinkTarget,
  string,
} from '@export-engine/core';

/** How files are kept; handed to `PutObject` and `CreateMultipartUpload` as they are. */
export interface ObjectOptions {
  /** One that can be read at once: an archive could not serve a link. @default the bucket's (`STANDARD`) */
  readonly storageClass?: 'STANDARD' | 'STANDARD_IA' | 'ONEZONE_IA' | 'INTELLIGENT_TIERING' | 'GLACIER_IR' | undefined;
  /** @default the bucket's */
  readonly serverSideEncryption?: 'AES256' | 'aws:kms' | 'aws:kms:dsse' | undefined;
  /** Key for `aws:kms` and `aws:kms:dsse`: id, alias or ARN. @default the account's key for S3 */
  readonly kmsKeyId?: string | undefined;
}

/** Metadata name of the mark by which an export knows its own file again. */
const TOKEN_NAME = 'export-token';

export function objectChecks(): OptionChecks<ObjectOptions> {
  return {
    storageClass: optional(oneOf(['STANDARD', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR'])),
    serverSideEncryption: optional(oneOf(['AES256', 'aws:kms', 'aws:kms:dsse'])),
    kmsKeyId: optional(string({ max: 2048 })),
  };
}

/** What no single option's check can see. */
export function checkEncryption(owner: string, { serverSideEncryption, kmsKeyId }: ObjectOptions): void {
  if (kmsKeyId === undefined || serverSideEncryption?.startsWith('aws:kms')) return;
  const message = `${owner}: option "kmsKeyId" goes with serverSideEncryption "aws:kms" or "aws:kms:dsse" only.`;
  throw new ExportEngineError('EXPORT_OPTIONS_INVALID', message, { details: { owner, option: 'kmsKeyId' } });
}

/** What the request that creates an object says about it. */
export interface ObjectFields {
  readonly ContentType: string;
  readonly ContentDisposition: string;
  readonly Metadata: Record<string, string>;
  readonly StorageClass: StorageClass | undefined;
  readonly ServerSideEncryption: ServerSideEncryption | undefined;
  readonly SSEKMSKeyId: string | undefined;
}

export function objectFields(target: SinkTarget, options: ObjectOptions): ObjectFields {
  return {
    ContentType: target.mediaType,
    ContentDisposition: contentDisposition(target.fileName),
    Metadata: { [TOKEN_NAME]: target.token },
    StorageClass: options.storageClass,
    ServerSideEncryption: options.serverSideEncryption,
    SSEKMSKeyId: options.kmsKeyId,
  };
}

export function tokenOf(metadata: Readonly<Record<string, string>> | undefined): string | undefined {
  return metadata?.[TOKEN_NAME];
}
