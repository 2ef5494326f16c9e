/** The code of a system error, such as `ENOSPC`; `undefined` for any other value. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
}

export function hasErrno(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(errnoOf(error) ?? '');
}

/** For `catch`: what is not there reads as `undefined`; any other failure stays one. */
export function undefinedIfMissing(error: unknown): undefined {
  // ENOTDIR: something on the way is a file, so nothing is below it.
  if (!hasErrno(error, 'ENOENT', 'ENOTDIR')) throw error;
  return undefined;
}
