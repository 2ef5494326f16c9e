import { type FormEvent, useCallback, useState } from 'react';
import { wordsOf } from '../api/api-error.ts';

export interface Submission {
  readonly isBusy: boolean;
  /** Why it did not work the last time, in words. */
  readonly problem: string | null;
  /** For the form: does it once at a time. */
  readonly onSubmit: (event: FormEvent) => void;
}

/** What a form does when it is sent. */
export function useSubmission(act: () => Promise<void>): Submission {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const onSubmit = useCallback(
    (event: FormEvent): void => {
      event.preventDefault();
      if (isBusy) return;
      setIsBusy(true);
      setProblem(null);
      act()
        .catch((error: unknown) => setProblem(wordsOf(error)))
        .finally(() => setIsBusy(false));
    },
    [act, isBusy],
  );
  return { isBusy, problem, onSubmit };
}
