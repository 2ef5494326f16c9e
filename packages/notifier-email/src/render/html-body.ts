import type { Ending } from './describe-ending.ts';
import { htmlDocument } from './html-document.ts';
import { button, factTable, paragraph, plainLink, quiet, row, title } from './html-elements.ts';

const accents = { good: '#1a7f4b', bad: '#c62f2f', neutral: '#7c8896' } as const;

/** The ending as an HTML document for mail programs: tables for layout, styles on the elements. */
export function htmlBody(ending: Ending): string {
  const { tone, subject, preheader, applicationName, heading, paragraphs, action, facts, footer } = ending;
  const rows = [
    applicationName === undefined ? row(24, '') : row(28, quiet(applicationName)),
    row(4, title(heading)),
    ...paragraphs.map((text) => row(12, paragraph(text))),
    action && row(24, button(action.label, action.url)),
    action?.note && row(12, quiet(action.note)),
    row(28, factTable(facts)),
    action && row(16, plainLink(action.url)),
    row(28, ''),
  ];
  return htmlDocument({
    title: subject,
    preheader,
    accent: accents[tone],
    rows: rows.filter((each) => each !== undefined).join('\n'),
    footer: quiet(footer),
  });
}
