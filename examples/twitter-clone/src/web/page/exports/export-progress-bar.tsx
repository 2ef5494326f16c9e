import type { ReactNode } from 'react';
import type { Export } from '../api/exports-api.ts';
import './export-progress-bar.css';
import { progressWords } from './progress-words.ts';

export interface ExportProgressBarProps {
  readonly status: Export;
  readonly labelledBy: string;
}

/** A bar that fills up, and the numbers behind it. */
export function ExportProgressBar({ status, labelledBy }: ExportProgressBarProps): ReactNode {
  const { rows, expectedRows } = status.progress;
  const { counted, pace } = progressWords(status);
  return (
    <div className="export-progress-bar">
      <progress
        aria-labelledby={labelledBy}
        aria-valuetext={counted}
        {...(expectedRows !== null && expectedRows > 0 && { max: expectedRows, value: Math.min(rows, expectedRows) })}
      />
      <p className="export-progress-bar-words small numbers">
        <span>{counted}</span>
        <span className="muted">{pace}</span>
      </p>
    </div>
  );
}
