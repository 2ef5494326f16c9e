import { describe } from 'vitest';
import { type Chromium, findChromium } from './chromium.ts';
import { isMissing } from './server-descriptions.ts';

/**
 * A `describe` whose tests need a real browser; to be awaited at the top of a test file. Without a browser they are
 * skipped, counted, under a title that says how to get one, and the body is collected with one that can't be launched.
 *
 * @throws Error when CI is set and there is no browser: there, a skipped test is a broken promise.
 *
 * @example
 * ```ts
 * await describeWithChromium('The page', (browser) => {
 *   it('opens', async () => {
 *     await (await chromium.launch(browser)).close();
 *   });
 * });
 * ```
 */
export async function describeWithChromium(title: string, body: (chromium: Chromium) => void): Promise<void> {
  const found = await findChromium();
  if (!isMissing(found)) {
    describe(title, () => body(found));
    return;
  }
  if (process.env['CI'] === 'true') throw new Error(`CI=true, and there is no browser: ${found.missing}`);
  // biome-ignore lint/suspicious/noSkippedTests: a missing browser is a loud, counted skip; with CI=true it is a failure.
  describe.skip(`${title} [SKIPPED, no browser: ${found.missing.split('\n', 1)[0]}]`, () => {
    body({ executablePath: '/nowhere', env: {} });
  });
}
