import type { PageConfig } from '../config/page-config.ts';
import type { Accounts } from './accounts.ts';
import { cognitoAccounts } from './cognito/cognito-accounts.ts';
import { tokenStore } from './cognito/token-store.ts';
import { loadUserPool } from './cognito/user-pool.ts';
import { localAccounts } from './local-accounts.ts';

/** The way of signing in that the page was deployed with. */
export function createAccounts({ signIn }: PageConfig): Accounts {
  if (signIn.kind === 'local') return localAccounts();
  return cognitoAccounts({ loadUserPool: () => loadUserPool(signIn), tokens: tokenStore(window.sessionStorage) });
}
