import type { ErrorCode } from '@export-engine/core';

/** An error of the file system, as Node throws it. */
export interface SystemError extends Error {
  /** `ENOSPC`, `EACCES`, … */
  readonly code: string;
}

export function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}

/** What nobody can wait out: somebody has to change rights or a path. */
const lasting: readonly string[] = ['EACCES', 'EEXIST', 'ELOOP', 'ENAMETOOLONG', 'ENOENT', 'ENOTDIR', 'EPERM', 'EROFS'];

/** @param subject What could not be read or written: `The copy of the rows`. */
export function classifySystemError(
  { code }: SystemError,
  subject: string,
): { readonly code: ErrorCode; readonly message: string } {
  return {
    code: lasting.includes(code) ? 'EXPORT_SOURCE_REJECTED' : 'EXPORT_SOURCE_UNAVAILABLE',
    message: `${subject} could not be read or written (${code}).`,
  };
}
