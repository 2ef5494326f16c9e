import { ExportEngineError } from '../errors/index.ts';

/**
 * Checks a store key: 1 to 512 of `A-Z a-z 0-9 . _ / -`, without empty, `.` or `..` segments.
 *
 * @param owner Who asks, for the message: `memoryStore()`.
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`; the message does not repeat the key.
 */
export function checkStoreKey(owner: string, key: string): void {
  const isWellFormed = /^[A-Za-z0-9._/-]{1,512}$/.test(key);
  if (isWellFormed && key.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..')) return;
  const allowed = '1 to 512 of the characters A-Z a-z 0-9 . _ / -, without empty, "." or ".." segments';
  throw new ExportEngineError('EXPORT_OPTIONS_INVALID', `${owner}: a key has ${allowed}.`, {
    details: { owner, option: 'key' },
  });
}
