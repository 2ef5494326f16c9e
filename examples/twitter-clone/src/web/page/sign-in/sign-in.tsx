import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { User } from '../../../api/api-types.ts';
import { wordsOf } from '../api/api-error.ts';
import { useDocumentTitle } from '../hooks/use-document-title.ts';
import { useUsers } from '../hooks/use-users.ts';
import { Brand } from '../ui/brand.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import './sign-in.css';
import { UserButton } from './user-button.tsx';

/** The choice between the demo's users. */
export function SignIn({ onChoose }: { readonly onChoose: (user: User['user']) => Promise<void> }): ReactNode {
  const { users, problem: usersProblem } = useUsers();
  const [problem, setProblem] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useDocumentTitle('Sign in');
  // Whoever signs out stands at the beginning again, and hears so.
  useEffect(() => heading.current?.focus(), []);

  const choose = async (user: User['user']): Promise<void> => {
    setChosen(user);
    setProblem(null);
    try {
      await onChoose(user);
    } catch (error) {
      setProblem(wordsOf(error));
      setChosen(null);
    }
  };

  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <Brand />
        <h1 ref={heading} tabIndex={-1}>
          Search every post. Take all of them with you.
        </h1>
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
      </div>
    </main>
  );
}
