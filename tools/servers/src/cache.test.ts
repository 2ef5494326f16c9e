import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cacheDirectory, cached, isCached } from './cache.ts';

describe('cached', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'export-engine-cache-'));
    vi.stubEnv('EXPORT_ENGINE_CACHE', directory);
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(directory, { recursive: true });
  });

  it('fetches once and then pays nothing', async () => {
    const fetch = vi.fn(async (target: string) => writeFile(join(target, 'program'), 'v1'));

    const first = await cached('program-1.0', fetch);
    const second = await cached('program-1.0', fetch);

    expect([first, second]).toEqual([join(directory, 'program-1.0'), join(directory, 'program-1.0')]);
    expect(fetch).toHaveBeenCalledOnce();
    expect(await isCached('program-1.0')).toBe(true);
  });

  it('leaves nothing behind when the fetch fails, and passes its error on', async () => {
    const fetch = async (target: string): Promise<void> => {
      await writeFile(join(target, 'half'), '');
      throw new Error('no network');
    };

    await expect(cached('program-1.0', fetch)).rejects.toThrow('no network');

    expect(await isCached('program-1.0')).toBe(false);
    expect(await readdir(directory)).toEqual([]);
  });

  it('gives two who fetch at once the same complete folder', async () => {
    const fetchSlowly = (name: string) => async (target: string) => {
      await writeFile(join(target, 'a'), name);
      await sleep(50);
      await writeFile(join(target, 'b'), name);
    };

    const [first, second] = await Promise.all([
      cached('program-1.0', fetchSlowly('first')),
      cached('program-1.0', fetchSlowly('second')),
    ]);

    expect(first).toBe(second);
    expect(await readFile(join(first, 'a'), 'utf8')).toBe(await readFile(join(first, 'b'), 'utf8'));
    expect(await readdir(directory)).toEqual(['program-1.0']);
  });
});

describe('cacheDirectory', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('follows EXPORT_ENGINE_CACHE, then XDG_CACHE_HOME', () => {
    vi.stubEnv('XDG_CACHE_HOME', '/xdg');
    vi.stubEnv('EXPORT_ENGINE_CACHE', '');
    const byXdg = cacheDirectory();
    vi.stubEnv('EXPORT_ENGINE_CACHE', '/own');

    expect([byXdg, cacheDirectory()]).toEqual(['/xdg/export-engine/servers', '/own']);
  });
});
