import { ExportEngineError, type JsonValue } from '@export-engine/core';

/**
 * What one object of the store holds. S3's ETag is a hash of the content, so a version must not depend on the value
 * alone: with its own `writeId` every write has an ETag of its own, and knows itself again when its answer was lost.
 */
export interface StoreBody {
  readonly writeId: string;
  readonly value: JsonValue;
}

export function encodeBody(body: StoreBody): Uint8Array {
  return Buffer.from(JSON.stringify(body));
}

/** @throws ExportEngineError `EXPORT_STORE_REJECTED` when the object was not written by this store. */
export function decodeBody(text: string, key: string): StoreBody {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // The parser's message would quote the content.
  }
  if (typeof body === 'object' && body !== null && 'value' in body) {
    const { writeId } = body as { readonly writeId?: unknown };
    if (typeof writeId === 'string') return body as StoreBody;
  }
  throw new ExportEngineError('EXPORT_STORE_REJECTED', 'The object at this key was not written by s3Store().', {
    details: { key },
  });
}
