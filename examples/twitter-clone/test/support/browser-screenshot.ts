import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

/** Git ignores it; whoever runs the tests may look. */
const folder = fileURLToPath(new URL('../../test-artifacts/screenshots', import.meta.url));

/** Keeps what a page looks like as a picture. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
