import { type ReactNode, useState } from 'react';
import { useApi } from '../api/api-context.ts';
import { wordsOf } from '../api/api-error.ts';
import type { Export } from '../api/exports-api.ts';
import { ProblemNote } from '../ui/problem-note.tsx';

export interface CancelButtonProps {
  readonly id: string;
  /** The element that names the export. */
  readonly describedBy: string;
  readonly onCancelled: (status: Export) => void;
}

export function CancelButton({ id, describedBy, onCancelled }: CancelButtonProps): ReactNode {
  const api = useApi();
  const [isCancelling, setIsCancelling] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const cancel = async (): Promise<void> => {
    if (isCancelling) return;
    setIsCancelling(true);
    setProblem(null);
    try {
      onCancelled(await api.exports.cancel(id));
    } catch (error) {
      setProblem(wordsOf(error));
    }
    setIsCancelling(false);
  };

  return (
    <>
      <button
        type="button"
        className="button button-small"
        aria-describedby={describedBy}
        aria-disabled={isCancelling}
        onClick={() => void cancel()}
      >
        {isCancelling ? 'Cancelling …' : 'Cancel'}
      </button>
      <ProblemNote words={problem} />
    </>
  );
}
