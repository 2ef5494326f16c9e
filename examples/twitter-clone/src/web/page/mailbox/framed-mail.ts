const styleSheet = /<style\b.*?<\/style>/gis;

/**
 * A mail's HTML as a document for a frame: its links open outside of it. Without its style sheets, which the page's
 * Content-Security-Policy would refuse, and complain about; mails carry what matters on their elements.
 */
export function framedMail(html: string): string {
  const mail = new DOMParser().parseFromString(html.replaceAll(styleSheet, ''), 'text/html');
  const base = mail.createElement('base');
  base.target = '_blank';
  mail.head.prepend(base);
  return `<!doctype html>${mail.documentElement.outerHTML}`;
}
