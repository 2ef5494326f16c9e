import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Session } from '../../../api/api-types.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { wordsOf } from '../api/api-error.ts';

export type SessionState =
  | { readonly phase: 'loading' }
  | { readonly phase: 'unreachable'; readonly words: string }
  | { readonly phase: 'signed-out' }
  | { readonly phase: 'signed-in'; readonly session: Session };

export interface SessionControl {
  readonly state: SessionState;
  /** Somebody has signed in. */
  readonly enter: (session: Session) => void;
  /** Signs out. @throws ApiError */
  readonly leave: () => Promise<void>;
  /** The server says that nobody is signed in any more. */
  readonly expire: () => void;
}

const retryMs = 2000;

/**
 * Who is signed in, asked of the server at the beginning, and again until it answers. Also whenever the page comes back to
 * the front: somebody may have signed in as another in a second tab, and tabs share their cookies.
 */
export function useSession(accounts: Accounts): SessionControl {
  const [state, setState] = useState<SessionState>({ phase: 'loading' });
  const isUnknown = state.phase === 'loading' || state.phase === 'unreachable';

  useEffect(() => {
    if (!isUnknown) return undefined;
    const controller = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        setState(stateOf(await accounts.current(controller)));
      } catch (error) {
        if (!controller.signal.aborted) setState({ phase: 'unreachable', words: wordsOf(error) });
      }
    };
    void ask();
    const timer = setInterval(ask, retryMs);
    return () => {
      clearInterval(timer);
      controller.abort();
    };
  }, [isUnknown, accounts]);

  const user = state.phase === 'signed-in' ? state.session.user : null;
  useEffect(() => {
    if (user === null) return undefined;
    const controller = new AbortController();
    const look = async (): Promise<void> => {
      if (document.visibilityState === 'hidden') return;
      const session = await accounts.current(controller);
      if (session?.user !== user) setState(stateOf(session));
    };
    // While it can't be told, the page stays as it is.
    const listener = (): void => void look().catch(() => undefined);
    document.addEventListener('visibilitychange', listener, controller);
    return () => controller.abort();
  }, [user, accounts]);

  const enter = useCallback((session: Session) => setState(stateOf(session)), []);
  const leave = useCallback(async () => {
    await accounts.leave();
    setState({ phase: 'signed-out' });
  }, [accounts]);
  const expire = useCallback(() => {
    accounts.forget();
    setState({ phase: 'signed-out' });
  }, [accounts]);
  return useMemo(() => ({ state, enter, leave, expire }), [state, enter, leave, expire]);
}

function stateOf(session: Session | null): SessionState {
  return session === null ? { phase: 'signed-out' } : { phase: 'signed-in', session };
}
