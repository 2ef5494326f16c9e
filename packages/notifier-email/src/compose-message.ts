import { createHash } from 'node:crypto';
import type { ExportEvent } from '@export-engine/core';
import type { EmailAddress } from './email-address.ts';
import type { EmailMessage } from './email-transport.ts';
import { oneLine, shorten } from './one-line.ts';
import type { EmailContent } from './render/email-content.ts';

export interface Correspondents {
  readonly from: EmailAddress;
  readonly to: EmailAddress;
  readonly replyTo?: EmailAddress | undefined;
}

/** Longest subject, in characters; mail programs show about 70. */
const maxSubjectLength = 200;
/** A header line is not broken within a word, and has at most 998 characters (RFC 5322, 2.1.1). */
const maxIdLength = 900;

/** The mail that tells of an ending: the same headers each time, but for the date. */
export function composeMessage(event: ExportEvent, people: Correspondents, content: EmailContent): EmailMessage {
  return {
    ...people,
    text: withPlainLineEnds(content.text),
    ...(content.html === undefined ? {} : { html: withPlainLineEnds(content.html) }),
    // Else a name with an encoded word in it would be shown decoded, line breaks and all; the bodies have it as it is.
    subject: shorten(oneLine(content.subject), maxSubjectLength).replaceAll('=?', '= ?'),
    messageId: messageIdOf(event.exportId, people.from.address),
    headers: {
      'X-Export-Id': headerId(event.exportId),
      // RFC 3834: no absence note answers this mail.
      'Auto-Submitted': 'auto-generated',
    },
  };
}

/** The transport makes each line end CRLF; a CR by itself is none, and not every server takes it. */
function withPlainLineEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** The engine's ids are letters, digits and dashes; whatever else somebody's has is percent-encoded, as in an address. */
function headerId(exportId: string): string {
  return encodeURIComponent(exportId.toWellFormed()).slice(0, maxIdLength);
}

/**
 * An export ends once, so its id names the mail: a mail program that gets it twice, because a delivery was repeated, can
 * tell.
 */
function messageIdOf(exportId: string, sender: string): string {
  const isPlain = /^[\w-]{1,64}$/.test(exportId);
  const local = isPlain ? exportId : createHash('sha256').update(exportId).digest('hex');
  return `<export.${local}${sender.slice(sender.lastIndexOf('@'))}>`;
}
