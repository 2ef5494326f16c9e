import { type ReactNode, useId } from 'react';
import { type Export, isActive } from '../api/exports-api.ts';
import { RelativeTime } from '../ui/relative-time.tsx';
import { CancelButton } from './cancel-button.tsx';
import './export-card.css';
import { ExportOutcome } from './export-outcome.tsx';
import { ExportProgressBar } from './export-progress-bar.tsx';
import { StateBadge } from './state-badge.tsx';

export interface ExportCardProps {
  readonly status: Export;
  readonly onLearn: (status: Export) => void;
  readonly titleAs: 'h2' | 'h3';
}

/** One export: how far it is, or how it ended. */
export function ExportCard({ status, onLearn, titleAs: Title }: ExportCardProps): ReactNode {
  const headingId = useId();
  return (
    <article className="export-card" aria-labelledby={headingId}>
      <div className="export-card-head">
        <Title id={headingId}>{headline(status)}</Title>
        <StateBadge state={status.state} />
      </div>
      <p className="muted small">
        {status.fileName} · <RelativeTime iso={status.createdAt} />
      </p>
      {isActive(status) ? (
        <>
          <ExportProgressBar status={status} labelledBy={headingId} />
          <CancelButton id={status.id} onCancelled={onLearn} describedBy={headingId} />
        </>
      ) : (
        <ExportOutcome status={status} headingId={headingId} />
      )}
    </article>
  );
}

function headline({ label, fileName }: Export): string {
  return label === null ? fileName : label.charAt(0).toUpperCase() + label.slice(1);
}
