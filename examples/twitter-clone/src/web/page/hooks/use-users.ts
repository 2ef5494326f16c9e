import { useCallback, useState } from 'react';
import type { User } from '../../../api/api-types.ts';
import type { LocalAccounts } from '../accounts/accounts.ts';
import { wordsOf } from '../api/api-error.ts';
import { usePolling } from './use-polling.ts';

const retryMs = 2000;

/** Who can sign in; asked again until the server has answered. */
export function useUsers(accounts: LocalAccounts): {
  readonly users: readonly User[] | null;
  readonly problem: string | null;
} {
  const [users, setUsers] = useState<readonly User[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const look = useCallback(
    async (signal: AbortSignal) => {
      try {
        setUsers(await accounts.listUsers({ signal }));
        setProblem(null);
      } catch (error) {
        if (!signal.aborted) setProblem(wordsOf(error));
      }
    },
    [accounts],
  );
  usePolling(look, users === null ? retryMs : null);
  return { users, problem };
}
