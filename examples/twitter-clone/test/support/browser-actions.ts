import type { Locator, Page } from 'playwright-core';

/** What a person does on the page. */

export async function search(page: Page, wanted: { text: string; from?: string; to?: string }): Promise<void> {
  await page.getByLabel('Words').fill(wanted.text);
  await page.getByLabel('From', { exact: true }).fill(wanted.from ?? '');
  await page.getByLabel('To', { exact: true }).fill(wanted.to ?? '');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByRole('heading', { name: new RegExp(`^[\\d,]+ posts? with “${wanted.text}”`) }).waitFor();
}

/** The number of posts in the heading over them. */
export async function foundCount(page: Page): Promise<number> {
  const heading = page.getByRole('heading', { name: /^[\d,]+ posts?/ });
  return Number(/^[\d,]+/.exec((await heading.textContent()) ?? '')?.[0].replaceAll(',', ''));
}

export async function startExport(
  page: Page,
  { tell, format }: { readonly tell: 'Direct download' | 'E-mail' | 'Push'; readonly format?: 'CSV' | 'NDJSON' },
): Promise<void> {
  await page.getByRole('button', { name: /^Export all/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: tell }).check();
  if (format !== undefined) await dialog.getByRole('radio', { name: format }).check();
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** The card of the newest export. */
export function newestExport(page: Page): Locator {
  return page
    .getByRole('article')
    .filter({ has: page.locator('.state-badge') })
    .first();
}

export async function waitForState(card: Locator, state: 'Running' | 'Ready' | 'Cancelled' | 'Failed'): Promise<void> {
  await card.getByText(state, { exact: true }).waitFor();
}

export async function open(page: Page, view: 'Search' | 'Exports' | 'Mailbox'): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: view }).click();
}
