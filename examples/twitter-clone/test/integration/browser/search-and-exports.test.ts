import assert from 'node:assert/strict';
import { describeWithChromium } from '@export-engine/servers/testing';
import { type Browser, chromium } from 'playwright-core';
import { beforeAll, it } from 'vitest';
import type { Post } from '../../../src/data/post.ts';
import { foundCount, newestExport, open, search, startExport, waitForState } from '../../support/browser-actions.ts';
import { type BrowserDemo, postCount, startBrowserDemo } from '../../support/browser-demo.ts';
import {
  allPosts,
  differencesOfCsv,
  differencesOfNdjson,
  downloadBy,
  expectedPosts,
} from '../../support/browser-download.ts';
import { signIn, withPage } from '../../support/browser-page.ts';

const user = 'Ada Lovelace';
const wanted = { text: 'bandwidth', from: '2022-01-08', to: '2022-01-21' };
const pageSize = 20;

await describeWithChromium('The page', (found) => {
  let browser: Browser;
  let demo: BrowserDemo;
  let posts: readonly Post[];
  let expected: readonly Post[];

  beforeAll(async () => {
    browser = await chromium.launch(found);
    return () => browser.close();
  });

  beforeAll(async () => {
    posts = allPosts();
    expected = expectedPosts(posts, wanted);
    demo = await startBrowserDemo();
    return demo.stop;
  });

  it('finds what the posts say, marks it, and pages through it', async () => {
    await withPage(browser, { url: demo.url, user }, async (page) => {
      await search(page, wanted);
      const pages = page.getByRole('navigation', { name: 'Pages' });
      const usersOnPage = async (): Promise<readonly string[]> =>
        (await page.locator('.post-card-user').allInnerTexts()).map((text) => text.replace('User ', ''));
      const usersExpected = (first: number): readonly string[] =>
        expected.slice(first, first + pageSize).map(({ UserID }) => `${UserID}`);

      assert.equal(await foundCount(page), expected.length);
      assert.deepEqual(await usersOnPage(), usersExpected(0));
      assert.deepEqual(
        [...new Set((await page.locator('mark').allInnerTexts()).map((text) => text.toLowerCase()))],
        ['bandwidth'],
      );

      await pages.getByRole('link', { name: 'Older' }).click();
      await pages.getByText(/^21–40 of/).waitFor();
      assert.deepEqual(await usersOnPage(), usersExpected(pageSize));

      await page.reload();
      await pages.getByText(/^21–40 of/).waitFor();
      assert.deepEqual(await usersOnPage(), usersExpected(pageSize));
      assert.equal(await page.getByLabel('Words').inputValue(), wanted.text);
    });
    return demo.stop;
  });

  it('says so when nothing is found, and when the days are the wrong way round', async () => {
    await withPage(browser, { url: demo.url, user }, async (page) => {
      await search(page, { text: 'xyzzyplugh' });
      await page.getByText('No posts found').waitFor();
      assert.equal(await page.getByRole('button', { name: /^Export all/ }).count(), 0);

      await page.getByLabel('From', { exact: true }).fill('2022-01-31');
      await page.getByLabel('To', { exact: true }).fill('2022-01-01');
      await page.getByRole('button', { name: 'Search', exact: true }).click();
      await page.getByRole('alert').getByText('The first day is after the last one.').waitFor();
    });
  });

  it('says so when a page is asked for that is not there', async () => {
    await withPage(
      browser,
      { url: `${demo.url}/#/search?text=bandwidth&to=2022-01-01&page=100`, user },
      async (page) => {
        await page.getByText('There are no more posts').waitFor();
        await page.getByRole('link', { name: 'first page' }).click();
        await page.getByText(/^1–20 of/).waitFor();
        assert.ok((await foundCount(page)) < 100 * pageSize);
      },
    );
  });

  it('follows whoever signs in in another tab, and shows nothing of the one before', async () => {
    await withPage(browser, { url: demo.url, user }, async (page) => {
      const other = await page.context().newPage();
      await other.goto(demo.url);
      await other.getByRole('button', { name: 'Sign out' }).click();
      await signIn(other, 'Grace Hopper');

      await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");

      await page.getByText('Grace Hopper').waitFor();
      await page.getByText('No exports yet').waitFor();
    });
  });

  it('downloads a direct export by itself, and the file is the full result of the search', async () => {
    await withPage(browser, { url: demo.url, user }, async (page) => {
      await search(page, wanted);

      const download = await downloadBy(page, () => startExport(page, { tell: 'Direct download' }));

      assert.equal(download.suggestedFilename(), 'posts.csv');
      assert.deepEqual(await differencesOfCsv(download, expected), []);
    });
  });

  it('brings an e-mail whose link leads to the file, until it is revoked', async () => {
    await withPage(browser, { url: demo.url, user }, async (page) => {
      await search(page, wanted);
      await startExport(page, { tell: 'E-mail', format: 'NDJSON' });
      await newestExport(page).getByText('Mailed.').waitFor();
      await page.getByRole('link', { name: /Mailbox.*1 new/ }).click();
      const mail = page.frameLocator('iframe[title^="Mail:"]');

      const download = await downloadBy(page, () => mail.getByRole('link', { name: 'Download the file' }).click());

      assert.equal(download.suggestedFilename(), 'posts.ndjson');
      assert.deepEqual(await differencesOfNdjson(download, expected), []);

      await open(page, 'Exports');
      await newestExport(page).getByRole('button', { name: 'Revoke the mailed link' }).click();
      await newestExport(page).getByText('Mailed link revoked').waitFor();
      await open(page, 'Mailbox');
      const opened = page.waitForEvent('popup');
      await mail.getByRole('link', { name: 'Download the file' }).click();
      await (await opened).getByText('EXPORT_NOT_FOUND').waitFor();
    });
  });

  it('shows a notice with the link when an export is pushed', async () => {
    await withPage(browser, { url: demo.url, user }, async (page) => {
      await search(page, wanted);
      await startExport(page, { tell: 'Push' });
      await open(page, 'Mailbox');
      const notices = page.getByRole('region', { name: 'Notices' });
      await notices.getByText('Your export is ready').waitFor();

      const download = await downloadBy(page, () => notices.getByRole('button', { name: 'Download' }).click());

      assert.deepEqual(await differencesOfCsv(download, expected), []);
      await notices.getByRole('button', { name: /^Dismiss/ }).click();
      await notices.getByText('Your export is ready').waitFor({ state: 'detached' });
    });
  });

  it('exports every post there is, and keeps the link over a reload', async () => {
    await withPage(browser, { url: demo.url, user }, async (page) => {
      assert.equal(await foundCount(page), postCount);
      await startExport(page, { tell: 'Push' });
      await waitForState(newestExport(page), 'Ready');
      await page.reload();
      const button = newestExport(page).getByRole('button', { name: 'Download' });

      const download = await downloadBy(page, () => button.click());

      assert.deepEqual(await differencesOfCsv(download, posts), []);
    });
  });
});
