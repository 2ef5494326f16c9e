import assert from 'node:assert/strict';
import { describeWithChromium } from '@export-engine/servers/testing';
import { type Browser, chromium, type Page } from 'playwright-core';
import { beforeAll, it } from 'vitest';
import type { Post } from '../../../src/data/post.ts';
import { newestExport, open, search, startExport, waitForState } from '../../support/browser-actions.ts';
import { type BrowserDemo, startBrowserDemo } from '../../support/browser-demo.ts';
import { allPosts, differencesOfCsv, downloadBy, expectedPosts } from '../../support/browser-download.ts';
import { withPage } from '../../support/browser-page.ts';
import { waitForRows, watchProgress } from '../../support/browser-progress.ts';

const user = 'Ada Lovelace';
const wanted = { text: 'bandwidth' };
/** Some 12,000 posts are found: an export takes five seconds. */
const rowsPerSecond = 2500;

await describeWithChromium('The page, while an export is under way,', (found) => {
  let browser: Browser;
  let demo: BrowserDemo;
  let expected: readonly Post[];

  beforeAll(async () => {
    browser = await chromium.launch(found);
    return () => browser.close();
  });

  beforeAll(async () => {
    expected = expectedPosts(allPosts(), wanted);
    demo = await startBrowserDemo({ rowsPerSecond });
    return demo.stop;
  });

  it('shows how far it is, how fast it goes and how long it takes', async () => {
    await withPage(browser, { url: demo.url, user }, async (page) => {
      await search(page, wanted);
      await startExport(page, { tell: 'Push' });

      const glances = await watchProgress(newestExport(page));
      const rows = glances.map((glance) => glance.rows);

      assert.ok(rows.length >= 4, `The bar was seen at ${rows.join(', ')} rows only.`);
      assert.deepEqual(
        rows,
        [...rows].sort((a, b) => a - b),
      );
      assert.ok(glances.some(({ words }) => /[\d,]+ of [\d,]+ rows\s*[\d,]+ rows\/s, \d+ s left/.test(words)));
      await waitForState(newestExport(page), 'Ready');
    });
    return demo.stop;
  });

  it('goes on after a reload, and downloads what was asked for before it', async () => {
    await withPage(browser, { url: demo.url, user }, async (page) => {
      await search(page, wanted);
      await startExport(page, { tell: 'Direct download' });
      await waitForRows(newestExport(page));

      const download = await downloadBy(page, async () => {
        await page.reload();
        await waitForRows(newestExport(page));
      });

      await waitForState(newestExport(page), 'Ready');
      assert.deepEqual(await differencesOfCsv(download, expected), []);
    });
  });

  it('can cancel it, and then there is no file', async () => {
    await withPage(browser, { url: demo.url, user }, async (page) => {
      await search(page, wanted);
      await startExport(page, { tell: 'Direct download' });
      const card = newestExport(page);
      await waitForRows(card);

      await card.getByRole('button', { name: 'Cancel' }).click();

      await waitForState(card, 'Cancelled');
      assert.equal(await card.getByRole('button', { name: 'Download' }).count(), 0);
      assert.equal(await card.getByRole('progressbar').count(), 0);
    });
  });

  it('shows it to nobody else', async () => {
    await withPage(browser, { url: demo.url, user }, async (adas) => {
      await search(adas, wanted);
      const id = await startedId(adas);
      await waitForRows(newestExport(adas));

      await withPage(browser, { url: demo.url, user: 'Grace Hopper' }, async (graces) => {
        await open(graces, 'Exports');
        await graces.getByText('No exports yet').waitFor();
        for (const path of ['', '/events', '/file']) {
          assert.equal((await graces.request.get(`${demo.url}/api/exports/${id}${path}`)).status(), 404, path);
        }
        assert.equal((await graces.request.delete(`${demo.url}/api/exports/${id}`)).status(), 404);
        await open(graces, 'Mailbox');
        await graces.getByText('No mail yet').waitFor();
      });

      await waitForState(newestExport(adas), 'Ready');
    });
  });

  it('survives a killed server: the page stays open, the export goes on by itself, the push arrives', async () => {
    await withPage(browser, { url: demo.url, user }, async (page) => {
      await search(page, wanted);
      await startExport(page, { tell: 'Push' });
      await waitForRows(newestExport(page));

      await demo.kill();
      await page.getByText('No answer from the server.').waitFor();
      await demo.restart();

      await page.getByText('No answer from the server.').waitFor({ state: 'detached' });
      await waitForRows(newestExport(page));
      await waitForState(newestExport(page), 'Ready');
      const notices = page.getByRole('region', { name: 'Notices' });
      const button = notices.getByRole('button', { name: 'Download' });
      const download = await downloadBy(page, () => button.click());
      assert.deepEqual(await differencesOfCsv(download, expected), []);
    });
  });
});

/** Starts an export and gives back its id. */
async function startedId(page: Page): Promise<string> {
  const answer = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.status() === 202,
  );
  await startExport(page, { tell: 'Direct download' });
  return ((await (await answer).json()) as { readonly id: string }).id;
}
