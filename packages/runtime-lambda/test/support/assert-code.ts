import assert from 'node:assert/strict';
import { type ErrorCode, ExportEngineError } from '@export-engine/core';

/** The error of a call that must fail with this code. */
export async function rejection(call: Promise<unknown>, code: ErrorCode): Promise<ExportEngineError> {
  const error = await call.then(
    () => assert.fail(`resolved; should have rejected with ${code}`),
    (reason: unknown) => reason,
  );
  assert.ok(ExportEngineError.isInstance(error), `not an ExportEngineError: ${String(error)}`);
  assert.equal(error.code, code);
  return error;
}

/** Asserts that options are refused with a message that names the option and nothing else of what was given. */
export function assertRefused(call: () => unknown, message: RegExp, secret = 'not given'): void {
  assert.throws(call, (error: unknown) => {
    assert.ok(ExportEngineError.isInstance(error), String(error));
    assert.equal(error.code, 'EXPORT_OPTIONS_INVALID');
    assert.match(error.message, message);
    assert.ok(!error.message.includes(secret));
    return true;
  });
}
