import type { ReactNode } from 'react';
import type { Export } from '../api/exports-api.ts';
import './state-badge.css';

const words: Readonly<Record<Export['state'], string>> = {
  queued: 'Waiting',
  running: 'Running',
  completed: 'Ready',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export function StateBadge({ state }: Pick<Export, 'state'>): ReactNode {
  return <span className={`state-badge state-badge-${state}`}>{words[state]}</span>;
}
