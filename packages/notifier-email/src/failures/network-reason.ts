import type { EmailFailureReason } from './email-failure.ts';
import type { FailureFacts } from './failure-facts.ts';

/** The reason in an HTTP status, for services that say no more. */
export function reasonOfStatus({ httpStatus }: FailureFacts): EmailFailureReason | undefined {
  if (httpStatus === undefined) return undefined;
  if (httpStatus === 429) return 'throttled';
  if (httpStatus === 401 || httpStatus === 403) return 'access-denied';
  // A good status with an error: the answer was cut or could not be read, so what happened is unknown.
  if (httpStatus < 300 || httpStatus === 408 || httpStatus >= 500) return 'unavailable';
  return 'rejected';
}

/** Whether there was no answer: errno names (ECONNRESET, EAI_AGAIN …), undici's, time-outs. */
export function reasonOfBrokenConnection({ code = '', name }: FailureFacts): EmailFailureReason | undefined {
  const isBroken = /^(E[A-Z0-9]+|EAI_[A-Z]+|UND_ERR_\w+)$/.test(code);
  return isBroken || name === 'TimeoutError' || name === 'AbortError' ? 'unavailable' : undefined;
}
