import type { Session } from '../../../../api/api-types.ts';

/** Whose an ID token is. It is not verified here: the page shows it, and API Gateway verifies it at each request. */
export function sessionOfToken(idToken: string): Session {
  const [, payload = ''] = idToken.split('.');
  const base64 = payload.replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const { sub, email } = JSON.parse(new TextDecoder().decode(bytes)) as {
    readonly sub: string;
    readonly email: string;
  };
  return { user: sub, name: email, email };
}
