import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { takeScreenshot } from './browser-screenshot.ts';

export interface PageOptions {
  /** Where to begin: the demo's address, with or without a view. */
  readonly url: string;
  /** Signs in as one of the two. */
  readonly user?: 'Ada Lovelace' | 'Grace Hopper';
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

/** What the browser itself says about answers that are not 200 and connections that are lost; tests bring both about. */
const networkMessages = /^(Failed to load resource|WebSocket connection to)/;
const waitMs = 30_000;

/**
 * Gives a page of a person of their own, with cookies of their own. A picture of it is kept when `body` fails; and when
 * the page itself complained, such as about its Content-Security-Policy, that is a failure too.
 */
export async function withPage(
  browser: Browser,
  options: PageOptions,
  body: (page: Page) => Promise<void>,
): Promise<void> {
  const { url, user, colorScheme = 'light', width = 1280, height = 860 } = options;
  const context = await browser.newContext({
    colorScheme,
    viewport: { width, height },
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(waitMs);
  try {
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    try {
      await page.goto(url);
      if (user !== undefined) await signIn(page, user);
      await body(page);
    } catch (error) {
      await takeScreenshot(page, `failed-${Date.now()}`);
      throw error;
    }
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

export async function signIn(page: Page, user: string): Promise<void> {
  await page.getByRole('button', { name: user }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    const isMeant = message.type() === 'error' || message.type() === 'warning';
    if (isMeant && !networkMessages.test(message.text())) complaints.push(message.text());
  });
  return complaints;
}
