import { ExportEngineError, type ExportEvent, type NotifyOptions } from '@export-engine/core';
import { emailFailure } from '../failures/email-failure.ts';
import { oneLine } from '../one-line.ts';
import type { EmailContent, RenderEmail } from './email-content.ts';

/**
 * The application's own mail, checked.
 *
 * @throws ExportEngineError `EXPORT_NOTIFY_FAILED` with the reason `render-failed`, or the one that `render` threw
 */
export async function renderContent(
  render: RenderEmail,
  event: ExportEvent,
  options: NotifyOptions,
): Promise<EmailContent | null> {
  const content: unknown = await rendered(render, event, options);
  if (content === null || isEmailContent(content)) return content;
  throw emailFailure('render-failed', 'The mail was not sent: render must return { subject, text, html? } or null.');
}

async function rendered(render: RenderEmail, event: ExportEvent, options: NotifyOptions): Promise<unknown> {
  try {
    return await render(event, options);
  } catch (error) {
    throw isNotifyFailure(error)
      ? error
      : emailFailure('render-failed', 'The mail was not sent: render failed.', { cause: error });
  }
}

function isNotifyFailure(error: unknown): boolean {
  return ExportEngineError.isInstance(error) && error.code === 'EXPORT_NOTIFY_FAILED';
}

function isEmailContent(value: unknown): value is EmailContent {
  if (typeof value !== 'object' || value === null) return false;
  const { subject, text, html } = value as Partial<Record<keyof EmailContent, unknown>>;
  return isVisible(subject) && isVisible(text) && (html === undefined || isVisible(html));
}

/** An empty body would be left out of the mail. */
function isVisible(value: unknown): boolean {
  return typeof value === 'string' && oneLine(value) !== '';
}
