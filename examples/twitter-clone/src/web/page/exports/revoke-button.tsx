import { type ReactNode, useState } from 'react';
import { useApi } from '../api/api-context.ts';
import { wordsOf } from '../api/api-error.ts';
import { useAnnounce } from '../ui/announcer.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';

export interface RevokeButtonProps {
  readonly id: string;
  /** The element that names the export. */
  readonly describedBy: string;
}

/** Makes the link in the mail useless, for whoever the mail was passed on to. */
export function RevokeButton({ id, describedBy }: RevokeButtonProps): ReactNode {
  const api = useApi();
  const [isRevoked, setIsRevoked] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const announce = useAnnounce();

  const revoke = async (): Promise<void> => {
    setProblem(null);
    try {
      await api.exports.revokeMailedLinks(id);
      setIsRevoked(true);
      announce('The link in the e-mail is revoked.');
    } catch (error) {
      setProblem(wordsOf(error));
    }
  };

  return (
    <>
      <button
        type="button"
        className="button button-quiet button-small"
        aria-describedby={describedBy}
        aria-disabled={isRevoked}
        onClick={() => void revoke()}
      >
        {isRevoked ? 'Mailed link revoked' : 'Revoke the mailed link'}
      </button>
      <ProblemNote words={problem} />
    </>
  );
}
