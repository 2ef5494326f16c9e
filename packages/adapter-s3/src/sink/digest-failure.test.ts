import assert from 'node:assert/strict';
import { crc32, ExportEngineError } from '@export-engine/core';
import { it } from 'vitest';
import { digestFailure } from './digest-failure.ts';

const bytes = Buffer.from('id\n1\n');
const refused = new ExportEngineError('EXPORT_SINK_CONFLICT', 'S3 UploadPart failed: 400 BadDigest.', {
  details: { operation: 'UploadPart', s3Error: 'BadDigest', httpStatus: 400 },
});

it('bytes that were right here and wrong there can be sent again', () => {
  const failure = digestFailure(refused, { bytes, crc32: crc32(bytes) }) as ExportEngineError;

  assert.equal(failure.code, 'EXPORT_SINK_UNAVAILABLE');
  assert.equal(failure.isRetryable, true);
});

it('bytes that never had their CRC-32 cannot', () => {
  const failure = digestFailure(refused, { bytes, crc32: 1 }) as ExportEngineError;

  assert.equal(failure.code, 'EXPORT_SINK_CONFLICT');
});

it('any other failure stays as it is', () => {
  const other = new Error('other');

  assert.equal(digestFailure(other, { bytes, crc32: 1 }), other);
});
