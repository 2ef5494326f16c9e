import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { sentMail } from '@export-engine/servers';
import { describeWithChromium, describeWithServer } from '@export-engine/servers/testing';
import { type Browser, chromium, type Page } from 'playwright-core';
import { beforeAll, it } from 'vitest';
import { generatePosts } from '../../../src/data/generate-posts.ts';
import { eventually } from '../../support/api-client.ts';
import { accessibilityFaults, overhang } from '../../support/browser-accessibility.ts';
import { foundCount, newestExport, search, startExport, waitForState } from '../../support/browser-actions.ts';
import { differencesOfCsv, downloadBy, expectedPosts } from '../../support/browser-download.ts';
import { withPage } from '../../support/browser-page.ts';
import { takeScreenshot } from '../../support/browser-screenshot.ts';
import { type CloudStandIn, startCloudStandIn } from '../../support/cloud-stand-in.ts';
import { createUserPool, type TestUserPool } from '../../support/user-pool.ts';

const posts = 3000;
const wanted = { text: 'the', from: '2022-01-05', to: '2022-01-20' };
const password = 'Analytical-1843';

await describeWithChromium('The page on AWS', (found) => {
  describeWithServer('aws', (aws) => {
    const expected = expectedPosts([...generatePosts({ count: posts })], wanted);
    let browser: Browser;
    let pool: TestUserPool;
    let cloud: CloudStandIn;

    beforeAll(async () => {
      browser = await chromium.launch(found);
      pool = await createUserPool(aws);
      cloud = await startCloudStandIn({ aws, pool, posts });
      return async () => {
        await cloud.stop();
        await pool.remove();
        await browser.close();
        assert.deepEqual(cloud.errors, []);
      };
    });

    /** Through the page, as a person does it. */
    async function signUp(page: Page, email: string): Promise<void> {
      await page.getByRole('button', { name: 'Create one' }).click();
      await page.getByRole('heading', { name: 'Create an account' }).waitFor();
      await fillIn(page, email, password);
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.getByLabel('Code').fill(await mailedCode(email));
      await page.getByRole('button', { name: 'Confirm' }).click();
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
    }

    function mailedCode(email: string): Promise<string> {
      return eventually(async () => {
        const mail = (await sentMail(aws)).findLast(({ To }) => To.includes(email));
        return /\b\d{6}\b/.exec(mail?.BodyText ?? mail?.BodyHtml ?? '')?.[0];
      });
    }

    it('signs up by address and mailed code, exports, and downloads what was found', async () => {
      await withPage(browser, { url: cloud.url }, async (page) => {
        await signUp(page, newAddress());
        await search(page, wanted);
        assert.equal(await foundCount(page), expected.length);

        const direct = await downloadBy(page, () => startExport(page, { tell: 'Direct download' }));
        assert.deepEqual(await differencesOfCsv(direct, expected), []);

        await startExport(page, { tell: 'Push' });
        const notices = page.getByRole('region', { name: 'Notices' });
        await notices.getByText('Your export is ready').waitFor();
        const pushed = await downloadBy(page, () => notices.getByRole('button', { name: 'Download' }).click());
        assert.deepEqual(await differencesOfCsv(pushed, expected), []);
        await takeScreenshot(page, 'cloud-push');
      });
    });

    it('mails a link to the address that was confirmed, which opens the file without signing in', async () => {
      const email = newAddress();
      await withPage(browser, { url: cloud.url }, async (page) => {
        await signUp(page, email);
        await search(page, wanted);
        await startExport(page, { tell: 'E-mail' });
        await newestExport(page).getByText('Mailed.').waitFor();
      });

      const text = (await sentMail(aws)).findLast(({ To }) => To.includes(email))?.BodyText ?? '';
      const [link = ''] = /http\S+\/files\/[\w-]+\?access=[\w.-]+/.exec(text) ?? [];
      assert.match(await (await fetch(link)).text(), /^PostID,UserID,DateCreated,Content,Tags\r\n/);
      assert.equal((await fetch(`${link}x`)).status, 404);
      assert.equal((await fetch(link.split('?', 1)[0] ?? '')).status, 401);
    });

    it('says what is wrong with a password, a code or an account, and lets nobody in', async () => {
      const email = newAddress();
      await withPage(browser, { url: cloud.url }, async (page) => {
        const alert = page.getByRole('alert');
        await fillIn(page, email, password);
        await page.getByRole('button', { name: 'Sign in' }).click();
        await alert.getByText('The e-mail address or the password is wrong.').waitFor();

        await page.getByRole('button', { name: 'Create one' }).click();
        await fillIn(page, email, 'only-lower-case');
        await page.getByRole('button', { name: 'Create account' }).click();
        await alert.getByText('The password needs 12 characters or more').waitFor();
        await page.getByLabel('Password').fill(password);
        await page.getByRole('button', { name: 'Create account' }).click();
        await page.getByRole('heading', { name: 'Confirm your e-mail address' }).waitFor();
        await page.getByRole('button', { name: 'Send another code' }).click();
        await page.getByText('Another code is on its way.').waitFor();

        // Whoever comes back without having confirmed is led to where it can be done.
        await page.reload();
        await fillIn(page, email, password);
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.getByRole('heading', { name: 'Confirm your e-mail address' }).waitFor();
        await page.getByLabel('Code').fill(await mailedCode(email));
        await page.getByRole('button', { name: 'Confirm' }).click();
        await page.getByRole('button', { name: 'Sign out' }).click();

        await page.getByRole('button', { name: 'Create one' }).click();
        await fillIn(page, email, password);
        await page.getByRole('button', { name: 'Create account' }).click();
        await alert.getByText('There is an account with this address already.').waitFor();
      });
    });

    it('stays signed in over a reload and an expired token, and not after signing out', async () => {
      await withPage(browser, { url: cloud.url }, async (page) => {
        await signUp(page, newAddress());
        const first = await tokensOf(page);
        await page.evaluate(expireToken);
        await page.reload();

        await page.getByRole('heading', { name: /^[\d,]+ posts/ }).waitFor();
        const renewed = await tokensOf(page);
        assert.notEqual(renewed.idToken, first.idToken);

        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.getByRole('button', { name: 'Sign in' }).waitFor();
        assert.equal(
          await page.evaluate<number>('Object.keys(sessionStorage).filter((key) => /token/.test(key)).length'),
          0,
        );
        await page.reload();
        await page.getByRole('button', { name: 'Sign in' }).waitFor();
      });
    });

    it('is signed out when the API does not take the token any more', async () => {
      await withPage(browser, { url: cloud.url }, async (page) => {
        await signUp(page, newAddress());
        await page.evaluate(forgeToken);

        await page.reload();

        await page.getByRole('button', { name: 'Sign in' }).waitFor();
      });
    });

    it('has no mailbox, also for an old address of it', async () => {
      await withPage(browser, { url: `${cloud.url}/#/mailbox` }, async (page) => {
        await signUp(page, newAddress());

        await page.getByRole('heading', { name: /^[\d,]+ posts/ }).waitFor();
        assert.equal(await page.getByRole('link', { name: 'Mailbox' }).count(), 0);
      });
    });

    it.each([
      { name: 'light', colorScheme: 'light', width: 1280, height: 860 },
      { name: 'phone-dark', colorScheme: 'dark', width: 360, height: 740 },
    ] as const)('is accessible and fits at each step of signing up: $name', async ({ name, ...look }) => {
      const email = newAddress();
      const faults: string[] = [];
      await withPage(browser, { url: cloud.url, ...look }, async (page) => {
        const check = async (step: string): Promise<void> => {
          await takeScreenshot(page, `cloud-${step}-${name}`);
          const pixels = await overhang(page);
          const found = [...(await accessibilityFaults(page)), ...(pixels > 0 ? [`${pixels} pixels too wide`] : [])];
          faults.push(...found.map((fault) => `${step}: ${fault}`));
        };
        await page.getByRole('button', { name: 'Sign in' }).click();
        await check('sign-in');
        await page.getByRole('button', { name: 'Create one' }).click();
        await fillIn(page, email, 'only-lower-case');
        await page.getByRole('button', { name: 'Create account' }).click();
        await page.getByRole('alert').waitFor();
        await check('sign-up');
        await page.getByLabel('Password').fill(password);
        await page.getByRole('button', { name: 'Create account' }).click();
        await page.getByRole('heading', { name: 'Confirm your e-mail address' }).waitFor();
        await page.getByRole('button', { name: 'Send another code' }).click();
        await page.getByText('Another code is on its way.').waitFor();
        await check('confirm');
        await page.getByLabel('Code').fill(await mailedCode(email));
        await page.getByRole('button', { name: 'Confirm' }).click();
        await search(page, wanted);
        await startExport(page, { tell: 'Push' });
        await waitForState(newestExport(page), 'Ready');
        await check('search');
      });

      assert.deepEqual(faults, []);
    });
  });
});

function newAddress(): string {
  return `ada-${randomUUID().slice(0, 8)}@example.com`;
}

async function fillIn(page: Page, email: string, secret: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(secret);
}

async function tokensOf(page: Page): Promise<{ readonly idToken: string }> {
  return JSON.parse(await page.evaluate<string>("sessionStorage.getItem('murmur.tokens')")) as {
    readonly idToken: string;
  };
}

/** Scripts for the page. */
const changeTokens = (change: string): string =>
  `sessionStorage.setItem('murmur.tokens', JSON.stringify({ ...JSON.parse(sessionStorage.getItem('murmur.tokens')), ${change} }))`;
const expireToken = changeTokens('expiresAt: 0');
const forgeToken = changeTokens(
  "idToken: JSON.parse(sessionStorage.getItem('murmur.tokens')).idToken.slice(0, -4) + 'AAAA'",
);
