import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import './problem-note.css';

export interface ProblemNoteProps {
  /** What is wrong and what to do about it; null for nothing. */
  readonly words: string | null;
  readonly onRetry?: (() => void) | undefined;
}

/** Says what went wrong, aloud as well. */
export function ProblemNote({ words, onRetry }: ProblemNoteProps): ReactNode {
  if (words === null) return null;
  return (
    <div className="problem-note" role="alert">
      <Icon name="alert" />
      <p>{words}</p>
      {onRetry !== undefined && (
        <button type="button" className="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
