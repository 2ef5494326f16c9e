import { type ReactNode, useState } from 'react';
import { useDocumentTitle } from '../hooks/use-document-title.ts';
import type { MailboxState } from '../hooks/use-mailbox.ts';
import { useMediaQuery } from '../hooks/use-media-query.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { MailList } from './mail-list.tsx';
import { MailReader } from './mail-reader.tsx';
import './mailbox-view.css';

export interface MailboxViewProps {
  readonly mailbox: MailboxState;
  readonly email: string;
}

const roomForBoth = '(width >= 52rem)';

/** The demo's mails, which go nowhere else: a list, and the one that is read. */
export function MailboxView({ mailbox: { mails, problem }, email }: MailboxViewProps): ReactNode {
  const [openId, setOpenId] = useState<string | null>(null);
  const hasBoth = useMediaQuery(roomForBoth);
  useDocumentTitle('Mailbox');

  const chosen = mails?.find(({ id }) => id === openId);
  const open = chosen ?? (hasBoth ? mails?.[0] : undefined);
  const isListShown = hasBoth || open === undefined;
  return (
    <div className="mailbox-view">
      <div>
        <h1>Mailbox</h1>
        <p className="muted small">What the demo mails to {email} arrives here, and nowhere else.</p>
      </div>
      <ProblemNote words={problem} />
      {mails === null && problem === null && <p className="muted">Opening the mailbox …</p>}
      {mails?.length === 0 && (
        <EmptyState icon="mail" title="No mail yet">
          Export something and choose “E-mail”: the link arrives here when the file is complete.
        </EmptyState>
      )}
      {mails !== null && mails.length > 0 && (
        <div className="mailbox-panes">
          {isListShown && <MailList mails={mails} openId={open?.id ?? null} onOpen={setOpenId} />}
          {open !== undefined && (
            <MailReader key={open.id} mail={open} onBack={hasBoth ? null : () => setOpenId(null)} />
          )}
        </div>
      )}
    </div>
  );
}
