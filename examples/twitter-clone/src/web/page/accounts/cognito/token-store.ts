/** What Cognito gave whoever signed in. */
export interface Tokens {
  /** Says who it is, for an hour. Goes with each request to the API. */
  readonly idToken: string;
  /** Gets another ID token, for weeks. */
  readonly refreshToken: string;
  /** By the clock of this machine, in milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface TokenStore {
  read(): Tokens | null;
  write(tokens: Tokens | null): void;
}

const storageKey = 'murmur.tokens';

/** The tab's own storage: a reload keeps whoever is signed in, and closing the tab leaves nothing on the machine. */
export function tokenStore(storage: Storage): TokenStore {
  return {
    read: () => JSON.parse(storage.getItem(storageKey) ?? 'null') as Tokens | null,
    write(tokens) {
      if (tokens === null) storage.removeItem(storageKey);
      else storage.setItem(storageKey, JSON.stringify(tokens));
    },
  };
}
