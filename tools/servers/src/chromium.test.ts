import { afterEach, describe, expect, it, vi } from 'vitest';
import { findChromium } from './chromium.ts';

describe('findChromium', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('takes the browser that CHROME_PATH names', async () => {
    vi.stubEnv('CHROME_PATH', process.execPath);

    expect(await findChromium()).toMatchObject({ executablePath: process.execPath });
  });

  it('refuses a CHROME_PATH that leads nowhere, so that no other browser is taken unnoticed', async () => {
    vi.stubEnv('CHROME_PATH', '/nowhere/chrome');

    await expect(findChromium()).rejects.toThrow('CHROME_PATH leads to no program: /nowhere/chrome');
  });

  it.runIf(process.platform === 'linux')('says how to get one when none is there and none can be fetched', async () => {
    vi.stubEnv('CHROME_PATH', '');
    vi.stubEnv('PATH', '/nowhere');
    vi.stubEnv('EXPORT_ENGINE_CACHE', '/nowhere');

    expect(await findChromium()).toEqual({
      missing: expect.stringMatching(/^Chromium is fetched .*apt-get install chromium/),
    });
  });
});
