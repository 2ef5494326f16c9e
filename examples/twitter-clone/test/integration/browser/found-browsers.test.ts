import { type Chromium, fetchedChromium } from '@export-engine/servers';
import { describeWithChromium } from '@export-engine/servers/testing';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';

await describeWithChromium('The browser that is found', (browser) => {
  it('runs a page and draws it', () => expectToWork(browser));
});

// Machines with a browser of their own never fetch one, so that way is tried on all of them.
describe.runIf(process.platform === 'linux' && process.arch === 'x64')('The browser that is fetched', () => {
  it('runs a page and draws it, with its own libraries and fonts', async () => expectToWork(await fetchedChromium()));
});

async function expectToWork(found: Chromium): Promise<void> {
  const browser = await chromium.launch(found);
  try {
    const page = await browser.newPage({ viewport: { width: 200, height: 80 } });
    const blank = await page.screenshot();
    await page.setContent('<h1></h1><script>document.querySelector("h1").append("Murmur ", 6 * 7)</script>');

    expect(await page.getByRole('heading').textContent()).toBe('Murmur 42');
    expect((await page.screenshot()).equals(blank)).toBe(false);
  } finally {
    await browser.close();
  }
}
