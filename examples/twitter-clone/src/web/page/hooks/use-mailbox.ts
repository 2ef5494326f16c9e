import { useCallback, useEffect, useState } from 'react';
import type { Mail } from '../../../api/api-types.ts';
import { useApi } from '../api/api-context.ts';
import { isUnauthorized, wordsOf } from '../api/api-error.ts';
import { useLatest } from './use-latest.ts';
import { usePolling } from './use-polling.ts';

export interface MailboxState {
  /** The newest first; null until the server has answered. */
  readonly mails: readonly Mail[] | null;
  readonly problem: string | null;
  /** How many have come since the mailbox was last looked at. */
  readonly newCount: number;
}

export interface MailboxOptions {
  readonly user: string;
  /** The mailbox is on the screen: what is in it counts as seen. */
  readonly isOpen: boolean;
  /** Mails that are known to have been sent; each new one makes the page look. */
  readonly sentCount: number;
  readonly onUnauthorized: () => void;
}

const openPollMs = 4000;

/** The mails of whoever is signed in. */
export function useMailbox({ user, isOpen, sentCount, onUnauthorized }: MailboxOptions): MailboxState {
  const [mails, setMails] = useState<readonly Mail[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [seenUntil, setSeenUntil] = useState(() => localStorage.getItem(seenKey(user)) ?? '');
  const unauthorized = useLatest(onUnauthorized);
  const { mailbox } = useApi();

  // biome-ignore lint/correctness/useExhaustiveDependencies: another mail sent makes another function, which looks anew.
  const look = useCallback(
    async (signal: AbortSignal) => {
      try {
        setMails((await mailbox?.list({ signal })) ?? []);
        setProblem(null);
      } catch (error) {
        if (signal.aborted) return;
        if (isUnauthorized(error)) unauthorized.current();
        setProblem(wordsOf(error));
      }
    },
    [sentCount, mailbox, unauthorized],
  );
  usePolling(look, isOpen ? openPollMs : null);

  const newest = mails?.[0]?.date ?? '';
  useEffect(() => {
    if (!isOpen || newest === '') return;
    localStorage.setItem(seenKey(user), newest);
    setSeenUntil(newest);
  }, [isOpen, newest, user]);

  return { mails, problem, newCount: (mails ?? []).filter(({ date }) => date > seenUntil).length };
}

function seenKey(user: string): string {
  return `murmur.mails-seen.${user}`;
}
