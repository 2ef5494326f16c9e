import type { ExportEvent } from '@export-engine/core';
import { describeEnding } from './describe-ending.ts';
import type { EmailContent } from './email-content.ts';
import { htmlBody } from './html-body.ts';
import type { RenderEmailOptions } from './render-email-options.ts';
import { textBody } from './text-body.ts';

/**
 * The mail as the notifier makes it when it is given no `render`: English, text and HTML with the same content.
 *
 * @throws ExportEngineError `EXPORT_NOTIFY_FAILED` with the reason `misconfigured` when `fileUrl` is no http(s) address
 *
 * @example
 * ```ts
 * import { type RenderEmail, renderEmail } from '@export-engine/notifier-email';
 *
 * export const render: RenderEmail = (event) => {
 *   if (event.type === 'cancelled') return null;
 *   return { ...renderEmail(event), subject: `[Staging] ${event.fileName}` };
 * };
 * ```
 */
export function renderEmail(event: ExportEvent, options: RenderEmailOptions = {}): EmailContent {
  const ending = describeEnding(event, options);
  return { subject: ending.subject, text: textBody(ending), html: htmlBody(ending) };
}
