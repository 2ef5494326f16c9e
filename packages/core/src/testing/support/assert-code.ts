import assert from 'node:assert/strict';
import { type ErrorCode, ExportEngineError } from '../../errors/index.ts';

/** The error a call must end in: one of the engine's, with one of these codes, or with any code when none is named. */
export async function assertRejects(
  call: Promise<unknown>,
  ...codes: readonly ErrorCode[]
): Promise<ExportEngineError> {
  const error = await call.then(
    () => assert.fail(`resolved; should have rejected with ${codes.join(' or ') || 'an ExportEngineError'}`),
    (reason: unknown) => reason,
  );
  return assertCode(error, ...codes);
}

/** The error a synchronous call must throw. */
export function assertThrows(call: () => unknown, ...codes: readonly ErrorCode[]): ExportEngineError {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    return assertCode(error, ...codes);
  }
  assert.fail(`returned ${typeof result}; should have thrown ${codes.join(' or ')}`);
}

/**
 * Asserts that options are refused with `EXPORT_OPTIONS_INVALID`, by a message that names the option.
 *
 * @param secret What must not be repeated in the message.
 */
export function assertRefused(call: () => unknown, message: RegExp, secret = 'not given'): void {
  const error = assertThrows(call, 'EXPORT_OPTIONS_INVALID');
  assert.match(error.message, message);
  assert.ok(!error.message.includes(secret), 'the message repeats what was given');
}

function assertCode(error: unknown, ...codes: readonly ErrorCode[]): ExportEngineError {
  if (!ExportEngineError.isInstance(error)) {
    throw new assert.AssertionError({ message: `not an ExportEngineError: ${String(error)}`, actual: error });
  }
  if (codes.length > 0) assert.ok(codes.includes(error.code), `code ${error.code}; should be ${codes.join(' or ')}`);
  return error;
}
