import { type ReactNode, useState } from 'react';
import type { Credentials } from '../../accounts/accounts.ts';
import { useSubmission } from '../../hooks/use-submission.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { LabelledInput } from './labelled-input.tsx';
import './forms.css';

export interface CredentialsFormProps {
  readonly kind: 'sign-in' | 'sign-up';
  /** @throws ApiError */
  readonly onSend: (credentials: Credentials) => Promise<void>;
}

const words = {
  'sign-in': { send: 'Sign in', busy: 'Signing in …', autoComplete: 'current-password' },
  'sign-up': { send: 'Create account', busy: 'Creating it …', autoComplete: 'new-password' },
} as const;

/** The rule of the user pool. */
const minPasswordLength = 12;
const passwordRule = `${minPasswordLength} characters or more, with lower and upper case letters and a digit.`;

/** An address and a password, of an account that there is or that is to be. */
export function CredentialsForm({ kind, onSend }: CredentialsFormProps): ReactNode {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { isBusy, problem, onSubmit } = useSubmission(() => onSend({ email: email.trim(), password }));
  const { send, busy, autoComplete } = words[kind];
  const isNew = kind === 'sign-up';

  return (
    <form className="sign-in-form" onSubmit={onSubmit}>
      <LabelledInput label="E-mail address" type="email" autoComplete="username" value={email} onText={setEmail} />
      <LabelledInput
        label="Password"
        type="password"
        autoComplete={autoComplete}
        minLength={isNew ? minPasswordLength : undefined}
        rule={isNew ? passwordRule : undefined}
        value={password}
        onText={setPassword}
      />
      <ProblemNote words={problem} />
      <button type="submit" className="button button-primary" aria-disabled={isBusy}>
        {isBusy ? busy : send}
      </button>
    </form>
  );
}
