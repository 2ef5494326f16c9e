import { escapeHtml } from './escape-html.ts';

interface DocumentParts {
  readonly title: string;
  readonly preheader: string;
  /** Colour of the line over the card. */
  readonly accent: string;
  /** Table rows of the card, HTML. */
  readonly rows: string;
  /** Below the card, HTML. */
  readonly footer: string;
}

/** Keeps the start of the body out of the preview line after a short preheader. */
const previewPadding = '&#847;&zwnj;&nbsp;'.repeat(60);

/**
 * The page around a card. Colours for light are on the elements, for programs that drop style sheets; those for dark are
 * in one, by classes. Word, which draws for Outlook on Windows, knows no max-width and gets a table of fixed width.
 */
export function htmlDocument({ title, preheader, accent, rows, footer }: DocumentParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<meta name="x-apple-disable-message-reformatting">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background-color: #0f1318 !important; }
  .card { background-color: #1a2028 !important; border-right-color: #2b3440 !important; border-bottom-color: #2b3440 !important; border-left-color: #2b3440 !important; }
  .ink { color: #eef2f6 !important; }
  .body { color: #c9d2dc !important; }
  .quiet, .quiet a { color: #9aa7b5 !important; }
  .line { border-color: #2b3440 !important; }
}
@media (max-width: 480px) {
  .gutter { padding-left: 20px !important; padding-right: 20px !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:#f2f4f7;">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all;">${escapeHtml(preheader)}${previewPadding}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#f2f4f7;">
<tr><td align="center" style="padding:32px 12px;">
<!--[if mso]><table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<div style="max-width:560px;margin:0 auto;text-align:left;">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#ffffff;border:1px solid #dde2e8;border-top:4px solid ${accent};border-radius:8px;border-collapse:separate;">
${rows}
</table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td class="gutter" style="padding:16px 33px 0;">${footer}</td></tr>
</table>
</div>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
`;
}
