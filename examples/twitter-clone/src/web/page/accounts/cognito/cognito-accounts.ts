import type { Session } from '../../../../api/api-types.ts';
import type { CognitoAccounts } from '../accounts.ts';
import { cognitoError, isRefused, isUnconfirmed } from './cognito-error.ts';
import { sessionOfToken } from './session-of-token.ts';
import type { TokenStore, Tokens } from './token-store.ts';
import type { GivenTokens, UserPool } from './user-pool.ts';

export interface CognitoAccountsOptions {
  /** Called at the first use; the user pool is kept. */
  readonly loadUserPool: () => Promise<UserPool>;
  readonly tokens: TokenStore;
  /** @default the system's clock */
  readonly now?: (() => number) | undefined;
}

/** A token is renewed before its end, so that none expires on its way. */
const reserveMs = 60_000;

export function cognitoAccounts({ loadUserPool, tokens, now = Date.now }: CognitoAccountsOptions): CognitoAccounts {
  let loading: Promise<UserPool> | undefined;
  let refreshing: Promise<Tokens | null> | undefined;

  function userPool(): Promise<UserPool> {
    loading ??= loadUserPool().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  }

  async function ask<Answer>(act: (pool: UserPool) => Promise<Answer>): Promise<Answer> {
    try {
      return await act(await userPool());
    } catch (error) {
      throw cognitoError(error);
    }
  }

  function keep({ idToken, expiresInSeconds, ...given }: GivenTokens, refreshToken: string): Tokens {
    const kept = {
      idToken,
      refreshToken: given.refreshToken ?? refreshToken,
      expiresAt: now() + expiresInSeconds * 1000,
    };
    tokens.write(kept);
    return kept;
  }

  async function refresh({ refreshToken }: Tokens): Promise<Tokens | null> {
    try {
      const given = await (await userPool()).refresh(refreshToken);
      // Whoever signed out meanwhile stays so.
      return tokens.read()?.refreshToken === refreshToken ? keep(given, refreshToken) : tokens.read();
    } catch (error) {
      if (!isRefused(error)) throw cognitoError(error);
      if (tokens.read()?.refreshToken === refreshToken) tokens.write(null);
      return tokens.read();
    }
  }

  /** Tokens that are good for a while; several requests at once wait for one refresh. */
  async function freshTokens(): Promise<Tokens | null> {
    const kept = tokens.read();
    if (kept === null || kept.expiresAt - now() > reserveMs) return kept;
    refreshing ??= refresh(kept).finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  return {
    kind: 'cognito',
    signUp: (credentials) => ask((pool) => pool.signUp(credentials)),
    confirm: (email, code) => ask((pool) => pool.confirm(email, code)),
    resendCode: (email) => ask((pool) => pool.resendCode(email)),

    signIn: (credentials) =>
      ask<Session | 'unconfirmed'>(async (pool) => {
        try {
          return sessionOfToken(keep(await pool.signIn(credentials), '').idToken);
        } catch (error) {
          if (isUnconfirmed(error)) return 'unconfirmed';
          throw error;
        }
      }),

    async current() {
      const fresh = await freshTokens();
      return fresh && sessionOfToken(fresh.idToken);
    },

    async headers() {
      const fresh = await freshTokens();
      return fresh === null ? {} : { authorization: `Bearer ${fresh.idToken}` };
    },

    forget: () => tokens.write(null),

    async leave() {
      const kept = tokens.read();
      if (kept === null) return;
      await ask(async (pool) => {
        await pool.revoke(kept.refreshToken).catch((error: unknown) => {
          if (!isRefused(error)) throw error;
        });
      });
      tokens.write(null);
    },
  };
}
