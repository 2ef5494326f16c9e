import type { Session, User } from '../../../api/api-types.ts';

/** Who is signed in, whichever way. */
interface AccountsBase {
  /** `null` when nobody is. @throws ApiError */
  current(options: { readonly signal: AbortSignal }): Promise<Session | null>;
  /** Signs out. @throws ApiError */
  leave(): Promise<void>;
  /** What goes with each request to say who asks. @throws ApiError */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** Forgets a session that the API does not take any more. */
  forget(): void;
}

/** The demo's users, by a cookie that the page never sees. */
export interface LocalAccounts extends AccountsBase {
  readonly kind: 'local';
  listUsers(options: { readonly signal: AbortSignal }): Promise<readonly User[]>;
  signIn(user: User['user']): Promise<Session>;
}

/** The accounts of a Cognito user pool. */
export interface CognitoAccounts extends AccountsBase {
  readonly kind: 'cognito';
  /** Makes an account and has a code mailed to its address. @throws ApiError */
  signUp(credentials: Credentials): Promise<void>;
  /** Confirms an address by the code that was mailed to it. @throws ApiError */
  confirm(email: string, code: string): Promise<void>;
  /** Has another code mailed. @throws ApiError */
  resendCode(email: string): Promise<void>;
  /** @returns `unconfirmed` when the address has to be confirmed first @throws ApiError */
  signIn(credentials: Credentials): Promise<Session | 'unconfirmed'>;
}

export type Accounts = LocalAccounts | CognitoAccounts;

export interface Credentials {
  readonly email: string;
  readonly password: string;
}
