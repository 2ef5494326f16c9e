import type { Ending } from './describe-ending.ts';

/** The ending as plain text, with everything that the HTML body says. */
export function textBody({ heading, paragraphs, action, facts, footer }: Ending): string {
  const link = action === undefined ? [] : [[`${action.label}:`, action.url, action.note].filter(Boolean).join('\n')];
  const details = facts.map(({ label, value }) => `${label}: ${value}`).join('\n');
  return `${[heading, ...paragraphs, ...link, details, `-- \n${footer}`].join('\n\n')}\n`;
}
