import { type ErrorCode, ExportEngineError, errorCodes } from '@export-engine/core';
import { crashErrors, workerLost } from '../state-machine/errors.ts';
import type { StateMachineError } from './step-event.ts';

/** Longest message that is taken over, in characters. */
const maxMessage = 1000;

/** What an export is failed with when the state machine caught this error. */
export function failureOf({ Error: name, Cause: cause }: StateMachineError): ExportEngineError {
  if (Object.hasOwn(errorCodes, name)) {
    const code = name as ErrorCode;
    return new ExportEngineError(code, messageIn(cause) ?? 'A step of the export failed.');
  }
  if (name === workerLost || crashErrors.includes(name)) {
    const message = 'The worker was killed, ran out of memory, or ran out of time, at every try.';
    return new ExportEngineError('EXPORT_STALLED', message, { details: { reason: name } });
  }
  // The name comes from a service: nothing but a plain word may get into a message.
  const reason = /^[A-Za-z0-9.]{1,80}$/.test(name) ? name : 'unknown';
  return new ExportEngineError('EXPORT_UNEXPECTED', `The worker could not be run: ${reason}.`, { details: { reason } });
}

/** The message that `plainError()` gave the error. */
function messageIn(cause: string | undefined): string | undefined {
  try {
    const { errorMessage } = JSON.parse(cause ?? '') as { readonly errorMessage?: unknown };
    return typeof errorMessage === 'string' && errorMessage !== '' ? errorMessage.slice(0, maxMessage) : undefined;
  } catch {
    return undefined;
  }
}
