import type { ReactNode } from 'react';
import { type Export, fileUrl } from '../api/exports-api.ts';
import { Icon } from '../ui/icon.tsx';
import { deliveryWords } from './delivery-words.ts';
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
          <a className="button button-small" href={fileUrl(status.id)} aria-describedby={headingId} download>
            <Icon name="download" />
            Download
          </a>
          {isMailed && <RevokeButton id={status.id} describedBy={headingId} />}
        </div>
      )}
    </>
  );
}
