import { type ReactNode, useState } from 'react';
import type { Session, User } from '../../../api/api-types.ts';
import type { LocalAccounts } from '../accounts/accounts.ts';
import { wordsOf } from '../api/api-error.ts';
import { useUsers } from '../hooks/use-users.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
import { SignInCard } from './sign-in-card.tsx';
import { UserButton } from './user-button.tsx';

export interface SignInProps {
  readonly accounts: LocalAccounts;
  readonly onEnter: (session: Session) => void;
}

/** The choice between the demo's users. */
export function SignIn({ accounts, onEnter }: SignInProps): ReactNode {
  const { users, problem: usersProblem } = useUsers(accounts);
  const [problem, setProblem] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);

  const choose = async (user: User['user']): Promise<void> => {
    setChosen(user);
    setProblem(null);
    try {
      onEnter(await accounts.signIn(user));
    } catch (error) {
      setProblem(wordsOf(error));
      setChosen(null);
    }
  };

  return (
    <SignInCard title="Search every post. Take all of them with you.">
      <p className="muted">This is a demo, so there is no password. Who would you like to be?</p>
      <ProblemNote words={problem ?? usersProblem} />
      <ul className="sign-in-users" aria-busy={users === null}>
        {(users ?? []).map((user) => (
          <li key={user.user}>
            <UserButton user={user} isBusy={chosen === user.user} onChoose={choose} />
          </li>
        ))}
      </ul>
      <p className="muted small">
        Each has exports and a mailbox of their own, which the other one never sees. To try that, sign in as both, in
        two browsers.
      </p>
    </SignInCard>
  );
}
