import { type ReactNode, useState } from 'react';
import { wordsOf } from '../../api/api-error.ts';
import { useSubmission } from '../../hooks/use-submission.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { LabelledInput } from './labelled-input.tsx';
import './forms.css';

export interface ConfirmFormProps {
  readonly email: string;
  /** @throws ApiError */
  readonly onSend: (code: string) => Promise<void>;
  /** Has another code mailed. @throws ApiError */
  readonly onResend: () => Promise<void>;
}

/** The code that was mailed to an address. */
export function ConfirmForm({ email, onSend, onResend }: ConfirmFormProps): ReactNode {
  const [code, setCode] = useState('');
  const [notice, setNotice] = useState('');
  const { isBusy, problem, onSubmit } = useSubmission(() => onSend(code.trim()));

  const resend = (): void => {
    setNotice('Sending another code …');
    onResend().then(
      () => setNotice('Another code is on its way. The one before is worth nothing now.'),
      (error: unknown) => setNotice(wordsOf(error)),
    );
  };

  return (
    <form className="sign-in-form" onSubmit={onSubmit}>
      <p className="muted">A code was mailed to {email}. It is good for a day.</p>
      <LabelledInput
        label="Code"
        className="input numbers"
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onText={setCode}
      />
      <ProblemNote words={problem} />
      <button type="submit" className="button button-primary" aria-disabled={isBusy}>
        {isBusy ? 'Confirming …' : 'Confirm'}
      </button>
      <button type="button" className="button button-quiet" onClick={resend}>
        Send another code
      </button>
      <p className="muted small" role="status">
        {notice}
      </p>
    </form>
  );
}
