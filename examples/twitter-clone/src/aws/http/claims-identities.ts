import type { Identities } from '../../api/identities/identities.ts';

/** The part of an HTTP API's event, of payload format 2.0, in which its JWT authorizer says whose token it has verified. */
interface AuthorizedEvent {
  readonly requestContext?: {
    readonly authorizer?: { readonly jwt?: { readonly claims?: Readonly<Record<string, unknown>> } };
  };
}

/**
 * Those who are signed in by Cognito: API Gateway has verified the token before the function is called. A route without an
 * authorizer has no claims, and so nobody is signed in there, whatever headers come with the request.
 */
export function claimsIdentities(): Identities {
  return {
    async identify({ environment }) {
      const { event } = (environment ?? {}) as { readonly event?: AuthorizedEvent };
      const { sub, email, email_verified: isVerified } = event?.requestContext?.authorizer?.jwt?.claims ?? {};
      if (typeof sub !== 'string' || sub === '') return null;
      // API Gateway hands on every claim as text.
      const isTheirs = typeof email === 'string' && (isVerified === true || isVerified === 'true');
      return { owner: sub, email: isTheirs ? email : null };
    },
  };
}
