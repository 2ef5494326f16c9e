import { type RenderEmail, renderEmail } from '@export-engine/notifier-email';

export const render: RenderEmail = (event) => {
  if (event.type === 'cancelled') return null;
  const { text, html } = renderEmail(event, { applicationName: 'Example' });
  return { subject: `[Staging] ${event.fileName}`, text, html };
};
