import { type ReactNode, useMemo } from 'react';
import type { Mail } from '../../../api/api-types.ts';
import './mail-body.css';
import { framedMail } from './framed-mail.ts';

/** Nothing in a mail runs or reaches this page; its links open in a tab of their own, which may then download. */
const rights = 'allow-popups allow-popups-to-escape-sandbox allow-downloads';

/** A mail's HTML, locked in; its text where it has none. */
export function MailBody({ mail: { html, text, subject } }: { readonly mail: Mail }): ReactNode {
  const framed = useMemo(() => (html === null ? null : framedMail(html)), [html]);
  if (framed === null) return <p className="mail-body-text">{text}</p>;
  return <iframe className="mail-body" title={`Mail: ${subject}`} sandbox={rights} srcDoc={framed} />;
}
