import type { ReactNode } from 'react';
import type { Export } from '../api/exports-api.ts';
import { deliveryWords } from './delivery-words.ts';
import { DownloadButton } from './download-button.tsx';
import { outcomeWords } from './outcome-words.ts';
import { RevokeButton } from './revoke-button.tsx';

export interface ExportOutcomeProps {
  readonly status: Export;
  /** The element that names the export. */
  readonly headingId: string;
}

/** How an export ended, and what can be done with it. */
export function ExportOutcome({ status, headingId }: ExportOutcomeProps): ReactNode {
  const isMailed = status.deliveries.some(({ notifier }) => notifier === 'email');
  return (
    <>
      <p className="small numbers">
        {outcomeWords(status)} <span className="muted">{deliveryWords(status)}</span>
      </p>
      {status.state === 'completed' && (
        <div className="export-card-actions">
          <DownloadButton id={status.id} describedBy={headingId} />
          {isMailed && <RevokeButton id={status.id} describedBy={headingId} />}
        </div>
      )}
    </>
  );
}
