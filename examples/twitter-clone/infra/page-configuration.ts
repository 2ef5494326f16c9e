import { Fn, Stack } from 'aws-cdk-lib';
import type { Users } from './users.ts';

/** What the page has to know; it reads it from `/config.json`. None of it is a secret. */
export interface PageConfiguration {
  readonly signIn: {
    readonly kind: 'cognito';
    readonly region: string;
    readonly userPoolId: string;
    readonly clientId: string;
    readonly endpoint: string;
  };
  /** Empty: the page's own origin. */
  readonly apiUrl: string;
  readonly webSocketUrl: string;
  /** There is none: mails really go out. */
  readonly mailbox: false;
}

export function pageConfiguration({ pool, client }: Users, webSocketUrl: string): PageConfiguration {
  const { region, urlSuffix } = Stack.of(pool);
  return {
    signIn: {
      kind: 'cognito',
      region,
      userPoolId: pool.userPoolId,
      clientId: client.userPoolClientId,
      endpoint: Fn.join('', ['https://cognito-idp.', region, '.', urlSuffix, '/']),
    },
    apiUrl: '',
    webSocketUrl,
    mailbox: false,
  };
}

/** The page may talk to its own origin, to Cognito and to its websocket; everything in it comes from its own origin. */
export function contentSecurityPolicy({ signIn, webSocketUrl }: PageConfiguration): string {
  const rules = [
    "default-src 'self'",
    Fn.join(' ', ["connect-src 'self'", signIn.endpoint, webSocketUrl]),
    "frame-ancestors 'none'",
    "form-action 'self'",
    "base-uri 'none'",
  ];
  return Fn.join('; ', rules);
}
