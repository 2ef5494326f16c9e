import { type ErrorCode, ExportEngineError } from '@export-engine/core';
import { errnoOf } from './errno.ts';

/** Which contract a call serves; its errors carry that contract's codes. */
export type Port = 'SINK' | 'STORE';

export interface FileSystemCall {
  readonly port: Port;
  /** What was being done, to begin a sentence: `Writing a part`. */
  readonly doing: string;
}

type Outcome = 'unavailable' | 'rejected' | 'limit' | 'gone' | 'unexpected';

/**
 * What system errors mean for an export. Transient is what may pass while the engine waits, by itself or by an operator who
 * frees space; rights, a read-only file system and a wrong folder need a change of configuration.
 */
const meanings: Readonly<Record<string, readonly [Outcome, words: string]>> = {
  ENOSPC: ['unavailable', 'no space is left'],
  EDQUOT: ['unavailable', 'the disk quota is used up'],
  EMFILE: ['unavailable', 'this process has too many files open'],
  ENFILE: ['unavailable', 'the system has too many files open'],
  ENOMEM: ['unavailable', 'the system is out of memory'],
  EIO: ['unavailable', 'the device failed'],
  EAGAIN: ['unavailable', 'the system is busy'],
  EBUSY: ['unavailable', 'the file is in use'],
  EINTR: ['unavailable', 'the call was interrupted'],
  ETIMEDOUT: ['unavailable', 'the server did not answer'],
  ESTALE: ['unavailable', 'the server has forgotten the file'],
  EHOSTDOWN: ['unavailable', 'the server is down'],
  EHOSTUNREACH: ['unavailable', 'the server can not be reached'],
  ENETUNREACH: ['unavailable', 'the network can not be reached'],
  ECONNRESET: ['unavailable', 'the connection broke'],
  ENOTCONN: ['unavailable', 'the connection broke'],
  EROFS: ['rejected', 'the file system is read-only'],
  EACCES: ['rejected', 'there is no right to do so'],
  EPERM: ['rejected', 'there is no right to do so'],
  ENOTDIR: ['rejected', 'a file is where a folder should be'],
  EISDIR: ['rejected', 'a folder is where a file should be'],
  ELOOP: ['rejected', 'its symbolic links lead in a circle'],
  ENAMETOOLONG: ['rejected', 'the path is too long for the system'],
  EXDEV: ['rejected', 'the folder is spread over several file systems'],
  EFBIG: ['limit', 'the file is too large for the system'],
  EOVERFLOW: ['limit', 'the file is too large for the system'],
  ENOENT: ['gone', 'it is gone, completed, aborted or removed meanwhile'],
};

const codes: Readonly<Record<Port, Readonly<Record<Outcome, ErrorCode>>>> = {
  SINK: {
    unavailable: 'EXPORT_SINK_UNAVAILABLE',
    rejected: 'EXPORT_SINK_REJECTED',
    limit: 'EXPORT_SINK_LIMIT_EXCEEDED',
    // Only an abort takes away what a sink works on.
    gone: 'EXPORT_SINK_CONFLICT',
    unexpected: 'EXPORT_UNEXPECTED',
  },
  STORE: {
    unavailable: 'EXPORT_STORE_UNAVAILABLE',
    rejected: 'EXPORT_STORE_REJECTED',
    limit: 'EXPORT_STORE_REJECTED',
    gone: 'EXPORT_STORE_UNAVAILABLE',
    unexpected: 'EXPORT_UNEXPECTED',
  },
};

/**
 * A system error as an error of the engine, with the system's as its `cause`. The message holds the system's code and no
 * path: it is told to whoever asked for the export. `details` has `errno`.
 */
export function fileSystemFailure(error: unknown, { port, doing }: FileSystemCall): ExportEngineError {
  if (ExportEngineError.isInstance(error)) return error;
  if (error instanceof AggregateError) return withCause(fileSystemFailure(error.errors[0], { port, doing }), error);
  const errno = errnoOf(error);
  const [outcome, words] = meanings[errno ?? ''] ?? ['unexpected', 'an unexpected error'];
  const said = errno === undefined ? words : `${words} (${errno})`;
  return new ExportEngineError(codes[port][outcome], `${doing} failed: ${said}.`, {
    cause: error,
    details: errno === undefined ? {} : { errno },
  });
}

function withCause(error: ExportEngineError, cause: unknown): ExportEngineError {
  const { code, message, details, isRetryable, retryAfterMs } = error;
  return new ExportEngineError(code, message, { cause, details, isRetryable, retryAfterMs });
}
