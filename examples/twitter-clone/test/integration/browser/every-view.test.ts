import assert from 'node:assert/strict';
import { describeWithChromium } from '@export-engine/servers/testing';
import { type Browser, chromium, type Page } from 'playwright-core';
import { beforeAll, it } from 'vitest';
import { accessibilityFaults, overhang } from '../../support/browser-accessibility.ts';
import { newestExport, open, search, startExport, waitForState } from '../../support/browser-actions.ts';
import { type BrowserDemo, startBrowserDemo } from '../../support/browser-demo.ts';
import { signIn, withPage } from '../../support/browser-page.ts';
import { waitForRows } from '../../support/browser-progress.ts';
import { takeScreenshot } from '../../support/browser-screenshot.ts';

const user = 'Grace Hopper';
const wide = { width: 1280, height: 860 };
const phone = { width: 360, height: 740 };
/** The first is the one in which the tests go from view to view. */
const looks = [
  { name: 'light', colorScheme: 'light', ...wide },
  { name: 'dark', colorScheme: 'dark', ...wide },
  { name: 'phone-light', colorScheme: 'light', ...phone },
  { name: 'phone-dark', colorScheme: 'dark', ...phone },
] as const;

type Look = (typeof looks)[number];

await describeWithChromium('Every view', (found) => {
  let browser: Browser;
  let demo: BrowserDemo;

  beforeAll(async () => {
    browser = await chromium.launch(found);
    return () => browser.close();
  });

  beforeAll(async () => {
    demo = await startBrowserDemo({ rowsPerSecond: 2000 });
    await withPage(browser, { url: demo.url, user }, async (page) => {
      await search(page, { text: 'kangaroo' });
      await startExport(page, { tell: 'E-mail' });
      await newestExport(page).getByText('Mailed.').waitFor();
    });
    return demo.stop;
  });

  it('is accessible and fits, in light and dark, on a desk and on a phone', async () => {
    const faults: string[] = [];
    await withPage(browser, { url: demo.url, ...wide }, async (page) => {
      await visitAll(page, async (view) => {
        for (const look of looks) faults.push(...(await faultsOf(page, view, look)));
        await show(page, looks[0]);
      });
    });

    assert.deepEqual(faults, []);
  });

  it('can be used by the keyboard alone', async () => {
    await withPage(browser, { url: demo.url, ...wide }, async (page) => {
      await page.getByRole('button', { name: 'Ada Lovelace' }).focus();
      await page.keyboard.press('Enter');
      await page.getByLabel('Words').focus();
      await page.keyboard.type('kangaroo');
      await page.keyboard.press('Enter');
      const heading = page.getByRole('heading', { name: /^[\d,]+ posts with “kangaroo”/ });
      await heading.waitFor();
      assert.equal(await focused(page), await heading.textContent());

      await page.keyboard.press('Tab');
      assert.match(await focused(page), /^Export all/);
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      assert.match(await focused(page), /^Export all/);

      await page.keyboard.press('Enter');
      await page.getByRole('radio', { name: 'Direct download' }).focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      assert.ok(await page.getByRole('radio', { name: 'Push' }).isChecked());
      await page.keyboard.press('Enter');
      await waitForRows(newestExport(page));
      assert.match(await focused(page), /^Export all/);
    });
  });
});

async function show(page: Page, { colorScheme, width, height }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height });
}

/** Keeps a picture of a view, and says what is wrong with it. */
async function faultsOf(page: Page, view: string, look: Look): Promise<readonly string[]> {
  await show(page, look);
  await takeScreenshot(page, `${view}-${look.name}`);
  const pixels = await overhang(page);
  const faults = [
    ...(await accessibilityFaults(page)),
    ...(pixels > 0 ? [`${pixels} pixels wider than the window`] : []),
  ];
  return faults.map((fault) => `${view}, ${look.name}: ${fault}`);
}

/** Calls `look` in each state a person may see. */
async function visitAll(page: Page, look: (view: string) => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: user }).waitFor();
  await look('sign-in');
  await signIn(page, user);

  await search(page, { text: 'kangaroo' });
  await look('search');
  await page.getByRole('button', { name: /^Export all/ }).click();
  await page.getByRole('dialog').waitFor();
  await look('export-dialog');
  await page.keyboard.press('Escape');

  await open(page, 'Mailbox');
  await page.getByRole('button', { name: /^Your export is ready/ }).waitFor();
  await look('mailbox');
  await page.getByRole('button', { name: /^Your export is ready/ }).click();
  await page.frameLocator('iframe[title^="Mail:"]').getByText('Your export is ready').waitFor();
  await look('mail');

  await open(page, 'Search');
  await search(page, { text: 'bandwidth' });
  await startExport(page, { tell: 'Push' });
  await waitForRows(newestExport(page));
  await takeScreenshot(page, 'search-and-progress');
  await open(page, 'Exports');
  await look('exports');
  await waitForState(newestExport(page), 'Ready');
  await page.getByText('Your export is ready').waitFor();
  await look('notice');

  await open(page, 'Search');
  await search(page, { text: 'xyzzyplugh' });
  await look('nothing-found');
}

function focused(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement.textContent');
}
