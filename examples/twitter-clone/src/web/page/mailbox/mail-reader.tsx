import { type ReactNode, useEffect, useRef } from 'react';
import type { Mail } from '../../../api/api-types.ts';
import { Icon } from '../ui/icon.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { MailBody } from './mail-body.tsx';
import './mail-reader.css';

export interface MailReaderProps {
  readonly mail: Mail;
  /** Back to the list; null while the list stands beside. */
  readonly onBack: (() => void) | null;
}

export function MailReader({ mail, onBack }: MailReaderProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const isAlone = onBack !== null;
  useEffect(() => {
    if (isAlone) heading.current?.focus();
  }, [isAlone]);
  return (
    <article className="mail-reader" aria-labelledby="mail-subject">
      {onBack !== null && (
        <button type="button" className="button button-small mail-reader-back" onClick={onBack}>
          <Icon name="back" />
          All mails
        </button>
      )}
      <h2 id="mail-subject" ref={heading} tabIndex={-1}>
        {mail.subject}
      </h2>
      <dl className="mail-reader-facts small">
        <dt>From</dt>
        <dd>{mail.from}</dd>
        <dt>To</dt>
        <dd>{mail.to}</dd>
        <dt>Sent</dt>
        <dd>
          <RelativeTime iso={mail.date} />
        </dd>
      </dl>
      <MailBody mail={mail} />
    </article>
  );
}
