import type { ReactNode } from 'react';
import type { Export } from '../api/exports-api.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ExportCard } from './export-card.tsx';
import './export-list.css';

export interface ExportListProps {
  /** Null until they are known. */
  readonly exports: readonly Export[] | null;
  readonly onLearn: (status: Export) => void;
  /** The element of each export's title, one below that of the list's. */
  readonly titleAs: 'h2' | 'h3';
}

export function ExportList({ exports, onLearn, titleAs }: ExportListProps): ReactNode {
  if (exports === null) return <p className="muted">Looking for your exports …</p>;
  if (exports.length === 0) {
    return (
      <EmptyState icon="files" title="No exports yet">
        Search for posts, then press “Export all”. What you export is kept here.
      </EmptyState>
    );
  }
  return (
    <ul className="export-list">
      {exports.map((status) => (
        <li key={status.id}>
          <ExportCard status={status} onLearn={onLearn} titleAs={titleAs} />
        </li>
      ))}
    </ul>
  );
}
