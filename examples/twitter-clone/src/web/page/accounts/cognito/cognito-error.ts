import { ApiError } from '../../api/api-error.ts';

/** What to tell a person about the exceptions of a user pool, with the HTTP status that says what they are like. */
const words: Readonly<Record<string, readonly [status: number, message: string]>> = {
  NotAuthorizedException: [401, 'The e-mail address or the password is wrong.'],
  UserNotFoundException: [401, 'The e-mail address or the password is wrong.'],
  UsernameExistsException: [409, 'There is an account with this address already. Sign in instead.'],
  InvalidPasswordException: [
    422,
    'The password needs 12 characters or more, with lower and upper case letters and a digit.',
  ],
  InvalidParameterException: [422, 'Check the e-mail address and the password.'],
  CodeMismatchException: [422, 'This is not the code of the newest mail. Check it, or have another one sent.'],
  ExpiredCodeException: [422, 'The code has expired. Have another one sent.'],
  CodeDeliveryFailureException: [502, 'The mail with the code could not be sent. Check the address.'],
  LimitExceededException: [429, 'Too many tries. Wait a while, then try again.'],
  TooManyRequestsException: [429, 'Too many tries. Wait a while, then try again.'],
  TooManyFailedAttemptsException: [429, 'Too many tries. Wait a while, then try again.'],
  // The browser's own, for an answer that never came.
  TypeError: [0, 'The sign-in can’t be reached. Check the connection, then try again.'],
  TimeoutError: [0, 'The sign-in can’t be reached. Check the connection, then try again.'],
};

/** Any error of a user pool in the form of all errors of the page. */
export function cognitoError(cause: unknown): ApiError {
  const [status, message] = words[nameOf(cause)] ?? [502, 'That did not work. Try again in a moment.'];
  return new ApiError(status, message, { cause });
}

export function isUnconfirmed(error: unknown): boolean {
  return nameOf(error) === 'UserNotConfirmedException';
}

/** Whether a refresh token is worth nothing any more: expired, revoked, or its user is gone. */
export function isRefused(error: unknown): boolean {
  return ['NotAuthorizedException', 'UserNotFoundException'].includes(nameOf(error));
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
