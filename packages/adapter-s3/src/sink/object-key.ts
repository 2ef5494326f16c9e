import { ExportEngineError, type SinkTarget } from '@export-engine/core';
import { MAX_KEY_BYTES } from '../s3/limits.ts';
import type { S3Bucket } from '../s3/s3-bucket.ts';

/**
 * The object's key in the bucket.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` when S3 could not keep it, or tools that read the bucket would take
 * it for another one.
 */
export function objectKey(bucket: S3Bucket, key: string): string {
  const isPath = key !== '' && key.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0, in which S3 lists keys, has no control characters.
  if (!isPath || /[\u0000-\u001f\u007f]/.test(key) || !key.isWellFormed()) {
    throw invalid('key', 'be well-formed text without control characters and without empty, "." or ".." segments');
  }
  const whole = bucket.keyPrefix + key;
  if (Buffer.byteLength(whole) > MAX_KEY_BYTES)
    throw invalid('key', `have at most ${MAX_KEY_BYTES} bytes with its prefix`);
  return whole;
}

/** Checks what becomes a header of the object. File names need no check: they are encoded. */
export function checkTarget(target: SinkTarget): void {
  if (!/^[\x20-\x7e]{1,256}$/.test(target.mediaType))
    throw invalid('mediaType', 'be 1 to 256 printable ASCII characters');
  if (!/^[\x21-\x7e]{1,256}$/.test(target.token)) throw invalid('token', 'be 1 to 256 ASCII characters without spaces');
}

function invalid(option: string, rule: string): ExportEngineError {
  return new ExportEngineError('EXPORT_OPTIONS_INVALID', `The target's ${option} must ${rule}.`, {
    details: { owner: 'SinkTarget', option },
  });
}
