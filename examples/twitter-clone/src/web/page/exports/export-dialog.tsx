import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { ExportInput, Telling } from '../../../api/api-types.ts';
import { useApi } from '../api/api-context.ts';
import { isUnauthorized, wordsOf } from '../api/api-error.ts';
import type { Export } from '../api/exports-api.ts';
import { formatCountOf } from '../format/numbers.ts';
import type { Search } from '../search/search.ts';
import { Icon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import './export-dialog.css';
import { FormatChoice } from './format-choice.tsx';
import { newIdempotencyKey } from './new-idempotency-key.ts';
import { TellingChoice } from './telling-choice.tsx';

export interface ExportDialogProps {
  readonly search: Search;
  readonly total: number;
  /** The search in words. */
  readonly words: string;
  /** Where a mail would go. */
  readonly email: string;
  readonly onStarted: (status: Export, isDirect: boolean) => void;
  readonly onClose: () => void;
  readonly onUnauthorized: () => void;
}

/** Asks how the export is wanted, and starts it. */
export function ExportDialog(props: ExportDialogProps): ReactNode {
  const { search, total, words, email, onStarted, onClose, onUnauthorized } = props;
  const api = useApi();
  const dialog = useRef<HTMLDialogElement>(null);
  // One for as long as the dialog is open: pressing the button again after a lost answer starts no second export.
  const [idempotencyKey, setIdempotencyKey] = useState(newIdempotencyKey);
  const [tell, setTell] = useState<Telling>('direct');
  const [format, setFormat] = useState<'csv' | 'ndjson'>('csv');
  const [isStarting, setIsStarting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => dialog.current?.showModal(), []);

  const choose = (change: () => void): void => {
    setIdempotencyKey(newIdempotencyKey());
    change();
  };

  const start = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isStarting) return;
    setIsStarting(true);
    setProblem(null);
    const input: ExportInput = { search, tell, format };
    try {
      onStarted(await api.exports.start(input, idempotencyKey), tell === 'direct');
      // Closing gives the focus back to the button that opened it.
      dialog.current?.close();
    } catch (error) {
      if (isUnauthorized(error)) onUnauthorized();
      setProblem(wordsOf(error));
      setIsStarting(false);
    }
  };

  return (
    <dialog
      ref={dialog}
      className="export-dialog"
      closedby="any"
      aria-labelledby="export-dialog-title"
      onClose={onClose}
    >
      <form onSubmit={(event) => void start(event)}>
        <div className="export-dialog-head">
          <h2 id="export-dialog-title">
            Export <span className="numbers">{formatCountOf(total, 'post', 'posts')}</span>
          </h2>
          <button
            type="button"
            className="button button-quiet button-icon"
            aria-label="Close"
            onClick={() => dialog.current?.close()}
          >
            <Icon name="close" />
          </button>
        </div>
        <p className="muted">Every post {words === 'in all' ? 'there is' : words}, in one file.</p>
        <TellingChoice email={email} value={tell} onChange={(value) => choose(() => setTell(value))} />
        <FormatChoice value={format} onChange={(value) => choose(() => setFormat(value))} />
        <ProblemNote words={problem} />
        <div className="export-dialog-buttons">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            Not now
          </button>
          <button type="submit" className="button button-primary" aria-disabled={isStarting}>
            {isStarting ? 'Starting …' : 'Start export'}
          </button>
        </div>
      </form>
    </dialog>
  );
}
