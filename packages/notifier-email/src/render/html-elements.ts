import type { Fact } from './describe-ending.ts';
import { escapeHtml } from './escape-html.ts';

const fonts = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
const small = `${fonts}font-size:14px;line-height:20px;`;
const normal = `${fonts}font-size:16px;line-height:24px;`;
/** Long names and addresses have no place to break at. */
const breakable = 'overflow-wrap:anywhere;word-break:break-word;';

/** A row of the card. @param above pixels over the content */
export function row(above: number, content: string): string {
  return `<tr><td class="gutter" style="padding:${above}px 32px 0;">${content}</td></tr>`;
}

export function title(text: string): string {
  return `<h1 class="ink" style="margin:0;${fonts}font-size:22px;line-height:30px;font-weight:600;color:#17202b;">${escapeHtml(text)}</h1>`;
}

export function paragraph(text: string): string {
  return `<p class="body" style="margin:0;${normal}color:#3b4653;">${escapeHtml(text)}</p>`;
}

export function quiet(text: string): string {
  return `<p class="quiet" style="margin:0;${small}color:#5b6775;">${escapeHtml(text)}</p>`;
}

/** A cell with a colour, and for Word with a padding, so that it is a button also where the link's own padding is dropped. */
export function button(label: string, url: string): string {
  const style = `display:inline-block;padding:12px 24px;${fonts}font-size:16px;line-height:24px;font-weight:600;color:#ffffff;text-decoration:none;border-radius:6px;`;
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td bgcolor="#1f5fd6" style="background-color:#1f5fd6;border-radius:6px;mso-padding-alt:12px 24px;"><a href="${escapeHtml(url)}" style="${style}">${escapeHtml(label)}</a></td></tr></table>`;
}

/** A real table with row headings: here the cells belong together. `dir` keeps a name in another script in order. */
export function factTable(facts: readonly Fact[]): string {
  const rows = facts.map(({ label, value }, index) => {
    const line = index === 0 ? '' : 'border-top:1px solid #e6eaef;';
    const heading = `<th scope="row" class="line quiet" align="left" valign="top" style="padding:8px 16px 8px 0;${line}${small}font-weight:400;color:#5b6775;white-space:nowrap;">${escapeHtml(label)}</th>`;
    const content = `<td class="line ink" dir="auto" align="left" valign="top" width="100%" style="padding:8px 0;${line}${small}${breakable}color:#17202b;">${escapeHtml(value)}</td>`;
    return `<tr>${heading}${content}</tr>`;
  });
  return `<table width="100%" cellpadding="0" cellspacing="0" border="0">${rows.join('')}</table>`;
}

/** For whoever can't use the button, and to see where it leads. */
export function plainLink(url: string): string {
  const address = escapeHtml(url);
  return `<p class="quiet" style="margin:0;${small}${breakable}color:#5b6775;">If the button does not work, open this address:<br><a href="${address}" style="color:#5b6775;">${address}</a></p>`;
}
