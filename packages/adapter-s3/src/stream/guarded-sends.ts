import type { S3Client } from '@aws-sdk/client-s3';
import { ExportEngineError } from '@export-engine/core';
import { callS3, type S3Bucket } from '../s3/s3-bucket.ts';
import type { UploadId } from '../sink/multipart-uploads.ts';

/** The calls that `lib-storage` makes, watched: it neither cancels them, nor waits for them, nor tells its upload's id. */
export interface GuardedSends {
  /** To be handed to `lib-storage`. */
  readonly client: S3Client;
  /** Of the upload that was begun, if one was. */
  uploadId(): UploadId | undefined;
  /** The first failure of a call. */
  failure(): ExportEngineError | undefined;
  /** Called once, at the first failure. */
  onFailure(listener: () => void): void;
  /** Cancels what is under way, refuses what would follow, and waits until nothing is under way. */
  stop(): Promise<void>;
}

/** The part of a command's input by which it is told from the others. */
interface Input {
  readonly Body?: { readonly byteLength?: number };
  readonly UploadId?: string;
  readonly PartNumber?: number;
  readonly MultipartUpload?: unknown;
}

export function guardSends(bucket: S3Bucket): GuardedSends {
  const stopping = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  let uploadId: UploadId | undefined;
  let failure: ExportEngineError | undefined;
  let tell = (): void => {};

  const run = async (command: Parameters<S3Client['send']>[0]): Promise<unknown> => {
    stopping.signal.throwIfAborted();
    const input: Input = command.input as Input;
    const operation = operationOf(input);
    // Creating is not cancelled: an upload whose id never arrives could not be removed.
    const signal = operation === 'CreateMultipartUpload' ? new AbortController().signal : stopping.signal;
    const call = { operation, signal, movedBytes: input.Body?.byteLength };
    try {
      const answer = await callS3(bucket, call, (client, options) => client.send(command, options));
      uploadId ??= (answer as Input).UploadId;
      return answer;
    } catch (error) {
      if (ExportEngineError.isInstance(error) && failure === undefined) {
        failure = error;
        tell();
      }
      throw error;
    }
  };
  const send = (command: Parameters<S3Client['send']>[0]): Promise<unknown> => {
    const sent = run(command).finally(() => underWay.delete(sent));
    underWay.add(sent);
    return sent;
  };

  return {
    client: Object.create(bucket.client, { send: { value: send } }),
    uploadId: () => uploadId,
    failure: () => failure,
    onFailure: (listener) => {
      tell = listener;
    },
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(underWay);
    },
  };
}

function operationOf(input: Input): string {
  if (input.PartNumber !== undefined) return 'UploadPart';
  if (input.MultipartUpload !== undefined) return 'CompleteMultipartUpload';
  if (input.UploadId !== undefined) return 'AbortMultipartUpload';
  return input.Body === undefined ? 'CreateMultipartUpload' : 'PutObject';
}
