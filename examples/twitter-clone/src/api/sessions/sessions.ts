import { sign, verify } from 'hono/jwt';
import { parse } from 'hono/utils/cookie';
import type { User } from '../api-types.ts';
import { findUser } from './users.ts';

/** Who is signed in. Stateless: a session is a signed token, and ends by its time or when the client forgets it. */
export interface Sessions {
  issue(user: User): Promise<string>;
  /** By the session cookie or by `Authorization: Bearer`. `null` for a token that is missing, forged or too old. */
  identify(request: Request): Promise<User | null>;
}

export const sessionCookie = 'twitter-clone-session';
export const sessionSeconds: number = 7 * 24 * 60 * 60;

const algorithm = 'HS256';

export function createSessions({ secret }: { readonly secret: string }): Sessions {
  return {
    async identify({ headers }) {
      const token: string | undefined = bearerToken(headers) ?? parse(headers.get('cookie') ?? '')[sessionCookie];
      if (token === undefined) return null;
      const payload = await verify(token, secret, algorithm).catch(() => null);
      return findUser(payload?.['sub']);
    },
    issue({ user }) {
      const now = Math.floor(Date.now() / 1000);
      return sign({ sub: user, iat: now, exp: now + sessionSeconds }, secret, algorithm);
    },
  };
}

function bearerToken(headers: Headers): string | undefined {
  return /^Bearer (\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
}
