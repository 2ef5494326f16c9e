import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link says and its signature covers. */
export interface LinkClaims {
  readonly key: string;
  /** Name the browser saves the file under. */
  readonly fileName: string;
  /** Epoch seconds. */
  readonly expires: number;
}

/** @returns the address behind the base: the key as a path, and a query */
export function signedPath(secrets: readonly string[], claims: LinkClaims): string {
  const { key, fileName, expires } = claims;
  const [secret = ''] = secrets;
  const path = key.split('/').map(encodeURIComponent).join('/');
  const signature = sign(secret, claims).toString('base64url');
  return `/${path}?${new URLSearchParams({ expires: String(expires), name: fileName, signature })}`;
}

/**
 * Reads and checks a link.
 *
 * @param path The part behind the base, with its slash, still percent-encoded.
 * @returns `undefined` when it was not signed with one of the secrets, was changed, or has expired
 */
export function verifiedLink(secrets: readonly string[], path: string, query: URLSearchParams): LinkClaims | undefined {
  const claims = claimsOf(path, query);
  if (claims === undefined) return undefined;
  const given = Buffer.from(query.get('signature') ?? '', 'base64url');
  const isSigned = secrets.some((secret) => {
    const right = sign(secret, claims);
    return right.length === given.length && timingSafeEqual(right, given);
  });
  return isSigned && Date.now() < claims.expires * 1000 ? claims : undefined;
}

function claimsOf(path: string, query: URLSearchParams): LinkClaims | undefined {
  const expires = query.get('expires') ?? '';
  const fileName = query.get('name');
  if (!/^\d{1,12}$/.test(expires) || fileName === null) return undefined;
  try {
    return { key: decodeURIComponent(path.slice(1)), fileName, expires: Number(expires) };
  } catch {
    // Not percent-encoded text.
    return undefined;
  }
}

/** JSON keeps the fields apart; the first says what is signed, so that a secret used elsewhere signs nothing here. */
function sign(secret: string, { key, fileName, expires }: LinkClaims): Buffer {
  const text = JSON.stringify(['export-engine file link', key, fileName, expires]);
  return createHmac('sha256', secret).update(text).digest();
}
