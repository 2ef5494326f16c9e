/** What the page has to know of where it is served. */
export interface PageConfig {
  readonly signIn: LocalSignIn | CognitoSignIn;
  /** Address of the API, without a slash at its end; empty for the page's own. */
  readonly apiUrl: string;
  /** Where pushes come from; `null` for the page's own server. */
  readonly webSocketUrl: string | null;
  /** Whether mails can be read in the page. */
  readonly mailbox: boolean;
}

/** The demo's two users, without a password. */
export interface LocalSignIn {
  readonly kind: 'local';
}

/** A user pool that people sign up in. */
export interface CognitoSignIn {
  readonly kind: 'cognito';
  readonly region: string;
  readonly clientId: string;
  /** Where the user pools of the region answer. */
  readonly endpoint: string;
}

/** On one machine. */
export const localConfig: PageConfig = { signIn: { kind: 'local' }, apiUrl: '', webSocketUrl: null, mailbox: true };
