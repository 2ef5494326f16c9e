import { type ReactNode, useState } from 'react';
import { useApi } from '../api/api-context.ts';
import { wordsOf } from '../api/api-error.ts';
import { Icon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { saveFile } from './save-file.ts';

export interface DownloadButtonProps {
  readonly id: string;
  /** The element that names the export. */
  readonly describedBy?: string | undefined;
  readonly isPrimary?: boolean | undefined;
}

/** Has a fresh link made, which needs whoever is signed in, and follows it, which does not. */
export function DownloadButton({ id, describedBy, isPrimary = false }: DownloadButtonProps): ReactNode {
  const api = useApi();
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const download = async (): Promise<void> => {
    if (isBusy) return;
    setIsBusy(true);
    setProblem(null);
    try {
      saveFile(await api.exports.link(id));
    } catch (error) {
      setProblem(wordsOf(error));
    }
    setIsBusy(false);
  };

  return (
    <>
      <button
        type="button"
        className={`button button-small ${isPrimary ? 'button-primary' : ''}`}
        aria-describedby={describedBy}
        aria-disabled={isBusy}
        onClick={() => void download()}
      >
        <Icon name="download" />
        Download
      </button>
      <ProblemNote words={problem} />
    </>
  );
}
