import type { ReactNode } from 'react';
import type { Mail } from '../../../api/api-types.ts';
import { RelativeTime } from '../ui/relative-time.tsx';
import './mail-list.css';

export interface MailListProps {
  readonly mails: readonly Mail[];
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
}

export function MailList({ mails, openId, onOpen }: MailListProps): ReactNode {
  return (
    <ul className="mail-list" aria-label="Mails">
      {mails.map(({ id, from, subject, date }) => (
        <li key={id}>
          <button type="button" aria-pressed={id === openId} onClick={() => onOpen(id)}>
            <span className="mail-list-subject">{subject}</span>
            <span className="mail-list-rest muted small">
              <span className="mail-list-from">{from}</span>
              <RelativeTime iso={date} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
