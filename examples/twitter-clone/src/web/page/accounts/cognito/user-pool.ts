import type { CognitoSignIn } from '../../config/page-config.ts';
import type { Credentials } from '../accounts.ts';

/** The tokens of an answer; a refresh gives no refresh token. */
export interface GivenTokens {
  readonly idToken: string;
  readonly refreshToken: string | undefined;
  readonly expiresInSeconds: number;
}

/** What the page asks of a user pool. What is thrown has the name of Cognito's exception. */
export interface UserPool {
  signUp(credentials: Credentials): Promise<void>;
  confirm(email: string, code: string): Promise<void>;
  resendCode(email: string): Promise<void>;
  signIn(credentials: Credentials): Promise<GivenTokens>;
  refresh(refreshToken: string): Promise<GivenTokens>;
  revoke(refreshToken: string): Promise<void>;
}

/** The user pool, with the AWS SDK, which is loaded when somebody signs in and not before. */
export async function loadUserPool(config: CognitoSignIn): Promise<UserPool> {
  const { sdkUserPool } = await import('./sdk-user-pool.ts');
  return sdkUserPool(config);
}
