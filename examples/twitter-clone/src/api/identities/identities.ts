import type { Context } from 'hono';
import { refusal } from '../http/problems.ts';

/** Somebody who is signed in. */
export interface Identity {
  /** Whose exports are seen and started. */
  readonly owner: string;
  /** For people. */
  readonly name?: string | undefined;
  /** Where a mail may go; `null` unless the address is known to be theirs. */
  readonly email: string | null;
}

/** A request, with what its server knows of it besides: on Lambda, the event that it came in. */
export interface Call {
  readonly request: Request;
  readonly environment: unknown;
}

/** Who is signed in: by a session of our own on one machine, by the claims of a Cognito token on AWS. */
export interface Identities {
  /** `null` when nobody is. */
  identify(call: Call): Promise<Identity | null>;
}

export function callOf({ req, env }: Context): Call {
  return { request: req.raw, environment: env };
}

/** @throws HTTPException 401 when nobody is signed in */
export async function signedIn(identities: Identities, call: Call): Promise<Identity> {
  const identity = await identities.identify(call);
  if (identity === null) throw refusal(401, 'Unauthorized', 'Sign in first.');
  return identity;
}
