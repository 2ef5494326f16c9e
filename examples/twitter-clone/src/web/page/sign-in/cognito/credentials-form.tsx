import { type ReactNode, useId, useState } from 'react';
import type { Credentials } from '../../accounts/accounts.ts';
import { useSubmission } from '../../hooks/use-submission.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
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

/** An address and a password, of an account that there is or that is to be. */
export function CredentialsForm({ kind, onSend }: CredentialsFormProps): ReactNode {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { isBusy, problem, onSubmit } = useSubmission(() => onSend({ email: email.trim(), password }));
  const id = useId();
  const { send, busy, autoComplete } = words[kind];
  const isNew = kind === 'sign-up';

  return (
    <form className="sign-in-form" onSubmit={onSubmit}>
      <div className="field">
        <label className="field-label" htmlFor={`${id}email`}>
          E-mail address
        </label>
        <input
          id={`${id}email`}
          className="input"
          type="email"
          autoComplete="username"
          required={true}
          value={email}
          onChange={({ target }) => setEmail(target.value)}
        />
      </div>
      <div className="field">
        <label className="field-label" htmlFor={`${id}password`}>
          Password
        </label>
        <input
          id={`${id}password`}
          className="input"
          type="password"
          autoComplete={autoComplete}
          required={true}
          minLength={isNew ? minPasswordLength : undefined}
          aria-describedby={isNew ? `${id}rule` : undefined}
          value={password}
          onChange={({ target }) => setPassword(target.value)}
        />
        {isNew && (
          <p className="muted small" id={`${id}rule`}>
            {minPasswordLength} characters or more, with lower and upper case letters and a digit.
          </p>
        )}
      </div>
      <ProblemNote words={problem} />
      <button type="submit" className="button button-primary" aria-disabled={isBusy}>
        {isBusy ? busy : send}
      </button>
    </form>
  );
}
