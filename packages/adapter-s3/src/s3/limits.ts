import type { SinkCapabilities } from '@export-engine/core';

const MEBIBYTE = 1024 ** 2;
const GIBIBYTE = 1024 ** 3;
const DAY_SECONDS = 86_400;

/**
 * "Amazon S3 multipart upload limits", https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html, and for links
 * "Download and upload objects with presigned URLs" (Signature Version 4),
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html.
 */
export const s3Limits: SinkCapabilities = {
  /** "Part size": 5 MiB to 5 GiB, no minimum for the last one. */
  minPartBytes: 5 * MEBIBYTE,
  maxPartBytes: 5 * GIBIBYTE,
  /** "Maximum number of parts per upload". */
  maxParts: 10_000,
  /** "Maximum object size": 48.8 TiB, which is 10,000 parts of 5 GiB. */
  maxFileBytes: 10_000 * 5 * GIBIBYTE,
  /** Longest life of a URL signed with Signature Version 4: seven days. */
  maxLinkSeconds: 7 * DAY_SECONDS,
};

/** "Object key name": at most 1,024 bytes of UTF-8, https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html. */
export const MAX_KEY_BYTES = 1024;
