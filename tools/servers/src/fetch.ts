// Downloads or builds every server into the cache, ahead of the first test run: `npm run fetch-all`.
import { findChromium } from './chromium.ts';
import { missingPrerequisite } from './prerequisites.ts';
import { SERVER_CATALOG, wantedServers } from './server-catalog.ts';
import { isMissing } from './server-descriptions.ts';

for (const name of wantedServers()) {
  const { title, fetch } = SERVER_CATALOG[name];
  const lacking = await missingPrerequisite(name);
  if (lacking !== undefined) {
    console.error(`${title}: ${lacking}`);
    process.exitCode = 1;
    continue;
  }
  const startedAt = Date.now();
  const path = await fetch();
  console.log(`${title}: ${path} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
}

const browser = await findChromium();
if (isMissing(browser)) {
  console.error(browser.missing);
  process.exitCode = 1;
} else {
  console.log(`Chromium: ${browser.executablePath}`);
}
