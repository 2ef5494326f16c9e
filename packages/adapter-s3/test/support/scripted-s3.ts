import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { crc32 } from '@export-engine/core';
import { encodeCrc32 } from '../../src/s3/checksum.ts';
import { s3Limits } from '../../src/s3/limits.ts';

/** An instant at which a test can make something go wrong, by throwing. */
export interface S3Instant {
  /** `UploadPartCopy`, and so on. */
  readonly operation: string;
  /** `after`: the work is done, and the answer on its way. */
  readonly phase: 'before' | 'after';
}

interface StoredBytes {
  readonly bytes: Buffer;
  readonly etag: string;
  /** As S3 writes it. */
  readonly crc32: string;
}

interface StoredObject extends StoredBytes {
  readonly metadata: Readonly<Record<string, string>>;
}

interface StoredUpload {
  readonly key: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parts: Map<number, StoredBytes>;
}

/**
 * S3 in memory, for one bucket: what assembling needs of it, with the rules of the real one for parts, ranges, ETags and
 * checksums. It is here because no server that a test can start says the right checksum of a copied range.
 */
export interface ScriptedS3 {
  readonly client: S3Client;
  readonly objects: Map<string, StoredObject>;
  readonly uploads: Map<string, StoredUpload>;
  /** What was done, in order. */
  readonly calls: { readonly operation: string; readonly input: Input }[];
  /** Called at each instant. */
  script: (instant: S3Instant) => void;
  /** Whether parts are listed and copied with their checksums. @default true */
  tellsChecksums: boolean;
}

/** The fields of all commands that matter. */
interface Input {
  readonly Key?: string;
  readonly Prefix?: string;
  readonly UploadId?: string;
  readonly PartNumber?: number;
  readonly PartNumberMarker?: string;
  readonly Body?: Uint8Array | Readable;
  readonly Range?: string;
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  readonly CopySource?: string;
  readonly CopySourceRange?: string;
  readonly CopySourceIfMatch?: string;
  readonly ChecksumCRC32?: string;
  readonly MpuObjectSize?: number;
  readonly Metadata?: Readonly<Record<string, string>>;
  readonly MultipartUpload?: { readonly Parts: readonly { PartNumber: number; ETag: string; ChecksumCRC32: string }[] };
}

export function scriptedS3(): ScriptedS3 {
  const s3: ScriptedS3 = {
    client: { send } as unknown as S3Client,
    objects: new Map(),
    uploads: new Map(),
    calls: [],
    script: () => undefined,
    tellsChecksums: true,
  };

  async function send(command: { readonly constructor: { readonly name: string }; readonly input: Input }) {
    const operation = command.constructor.name.replace(/Command\d*$/, '');
    s3.script({ operation, phase: 'before' });
    const answer = await operations[operation]?.(s3, command.input);
    s3.calls.push({ operation, input: command.input });
    s3.script({ operation, phase: 'after' });
    return answer;
  }
  return s3;
}

const operations: Readonly<Record<string, (s3: ScriptedS3, input: Input) => unknown>> = {
  HeadObject: (s3, input) => {
    const found = objectAt(s3, input.Key);
    const { bytes, etag, metadata } = found;
    return { ContentLength: bytes.length, ETag: etag, ChecksumCRC32: found.crc32, Metadata: metadata };
  },
  GetObject: (s3, input) => {
    const bytes = rangeOf(objectAt(s3, input.Key, input.IfMatch), input.Range);
    return { Body: Readable.from([bytes]), ContentLength: bytes.length };
  },
  PutObject: async (s3, input) => {
    const content = await bodyOf(input);
    if (s3.objects.has(input.Key ?? '')) throw s3Error('PreconditionFailed', 412);
    s3.objects.set(input.Key ?? '', { ...content, metadata: input.Metadata ?? {} });
    return { ETag: content.etag };
  },
  DeleteObject: (s3, input) => s3.objects.delete(input.Key ?? ''),
  ListMultipartUploads: (s3, { Prefix = '' }) => ({
    Uploads: [...s3.uploads]
      .filter(([, { key }]) => key.startsWith(Prefix))
      .map(([UploadId, { key }]) => ({ UploadId, Key: key })),
  }),
  CreateMultipartUpload: (s3, { Key = '', Metadata = {} }) => {
    const UploadId = `upload-${s3.calls.length}`;
    s3.uploads.set(UploadId, { key: Key, metadata: Metadata, parts: new Map() });
    return { UploadId };
  },
  // Two parts a page.
  ListParts: (s3, input) => {
    const parts = [...uploadOf(s3, input).parts].sort(([one], [other]) => one - other);
    const rest = parts.filter(([number]) => number > Number(input.PartNumberMarker ?? 0));
    const page = rest.slice(0, 2).map(([PartNumber, part]) => ({
      PartNumber,
      Size: part.bytes.length,
      ETag: part.etag,
      ...(s3.tellsChecksums && { ChecksumCRC32: part.crc32 }),
    }));
    return { Parts: page, IsTruncated: rest.length > 2, NextPartNumberMarker: String(page.at(-1)?.PartNumber) };
  },
  UploadPart: async (s3, input) => {
    const part = await bodyOf(input);
    uploadOf(s3, input).parts.set(input.PartNumber ?? 0, part);
    return { ETag: part.etag, ChecksumCRC32: part.crc32 };
  },
  UploadPartCopy: (s3, input) => {
    const { parts } = uploadOf(s3, input);
    const key = decodeURIComponent(input.CopySource ?? '').replace(/^(arn:.*\/object|[^/]*)\//, '');
    const source = objectAt(s3, key, input.CopySourceIfMatch);
    // "You can copy a range only if the source object is greater than 5 MB", API_UploadPartCopy.html.
    const isTooSmall = source.bytes.length <= s3Limits.minPartBytes;
    if (isTooSmall && input.CopySourceRange !== undefined) throw s3Error('InvalidRequest', 400);
    const part = storedBytes(rangeOf(source, input.CopySourceRange));
    parts.set(input.PartNumber ?? 0, part);
    const checksum = s3.tellsChecksums ? { ChecksumCRC32: part.crc32 } : {};
    return { CopyPartResult: { ETag: part.etag, ...checksum } };
  },
  CompleteMultipartUpload: (s3, input) => {
    const upload = uploadOf(s3, input);
    const listed = input.MultipartUpload?.Parts ?? [];
    const parts = listed.map(({ PartNumber, ETag, ChecksumCRC32 }) => {
      const part = upload.parts.get(PartNumber);
      if (part?.etag !== ETag || part.crc32 !== ChecksumCRC32) throw s3Error('InvalidPart', 400);
      return part.bytes;
    });
    if (parts.slice(0, -1).some(({ length }) => length < s3Limits.minPartBytes)) throw s3Error('EntityTooSmall', 400);
    const whole = storedBytes(Buffer.concat(parts));
    if (whole.bytes.length !== input.MpuObjectSize) throw s3Error('InvalidRequest', 400);
    if (whole.crc32 !== input.ChecksumCRC32) throw s3Error('BadDigest', 400);
    if (s3.objects.has(upload.key)) throw s3Error('PreconditionFailed', 412);
    s3.objects.set(upload.key, { ...whole, metadata: upload.metadata });
    s3.uploads.delete(input.UploadId ?? '');
    return {};
  },
  AbortMultipartUpload: (s3, input) => {
    uploadOf(s3, input);
    s3.uploads.delete(input.UploadId ?? '');
  },
};

/** Content with its checksum and an ETag that depends on nothing else. */
export function storedBytes(bytes: Buffer): StoredBytes {
  const checksum = encodeCrc32(crc32(bytes));
  return { bytes, etag: `"${checksum}-${bytes.length}"`, crc32: checksum };
}

function objectAt(s3: ScriptedS3, key = '', ifMatch?: string): StoredObject {
  const found = s3.objects.get(key);
  if (found === undefined) throw s3Error('NoSuchKey', 404);
  if (ifMatch !== undefined && ifMatch !== found.etag) throw s3Error('PreconditionFailed', 412);
  return found;
}

function uploadOf(s3: ScriptedS3, { UploadId = '' }: Input): StoredUpload {
  return s3.uploads.get(UploadId) ?? fail('NoSuchUpload', 404);
}

function rangeOf({ bytes }: StoredBytes, range: string | undefined): Buffer {
  if (range === undefined) return bytes;
  const [, first = '', last = ''] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? fail('InvalidArgument', 400);
  if (Number(first) > Number(last) || Number(last) >= bytes.length) throw s3Error('InvalidRange', 416);
  return bytes.subarray(Number(first), Number(last) + 1);
}

async function bodyOf({ Body = Buffer.alloc(0), ChecksumCRC32 }: Input): Promise<StoredBytes> {
  const stored = storedBytes(Buffer.from(Body instanceof Readable ? Buffer.concat(await Body.toArray()) : Body));
  if (stored.crc32 !== ChecksumCRC32) throw s3Error('BadDigest', 400);
  return stored;
}

function s3Error(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
}

function fail(name: string, httpStatusCode: number): never {
  throw s3Error(name, httpStatusCode);
}
