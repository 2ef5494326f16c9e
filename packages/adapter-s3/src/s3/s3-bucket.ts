import type { S3Client } from '@aws-sdk/client-s3';
import { timedCall } from '@export-engine/core';
import { type Port, s3Failure, s3Timeout } from './s3-failure.ts';

/** The slowest that is still waited for: each mebibyte that a call moves gives it one second more. */
const MIN_BYTES_PER_MS = 1024 ** 2 / 1000;

/** A bucket as one sink or store sees it. */
export interface S3Bucket {
  readonly client: S3Client;
  readonly name: string;
  readonly keyPrefix: string;
  readonly port: Port;
  readonly requestTimeoutMs: number;
}

export interface S3Call {
  /** Name of the S3 operation, for messages. */
  readonly operation: string;
  readonly signal: AbortSignal;
  /** Length of its request's or its answer's body, or of what S3 is to copy. */
  readonly movedBytes?: number | undefined;
  /** @default the bucket's `requestTimeoutMs` */
  readonly timeoutMs?: number | undefined;
}

/**
 * One call to S3, the client's own retries included. Rejects with `signal.reason` itself when aborted, and with a coded
 * error otherwise.
 */
export async function callS3<Answer>(
  bucket: S3Bucket,
  call: S3Call,
  send: (client: S3Client, options: { readonly abortSignal: AbortSignal }) => Promise<Answer>,
): Promise<Answer> {
  const { signal, operation } = call;
  const { port } = bucket;
  const timeoutMs = (call.timeoutMs ?? bucket.requestTimeoutMs) + Math.ceil((call.movedBytes ?? 0) / MIN_BYTES_PER_MS);
  try {
    return await timedCall(
      { signal, timeoutMs, timeoutError: () => s3Timeout({ port, operation }, timeoutMs) },
      (abortSignal) => send(bucket.client, { abortSignal }),
    );
  } catch (error) {
    throw signal.aborted ? signal.reason : s3Failure(error, { port, operation });
  }
}
