import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommand } from './command.ts';
import { missingPython, pythonVenv } from './python-venv.ts';

const lacking = await missingPython('The test');

describe('pythonVenv', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'export-engine-venv-'));
    vi.stubEnv('EXPORT_ENGINE_CACHE', directory);
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(directory, { recursive: true });
  });

  it('refuses a requirement that pins no version', async () => {
    await expect(pythonVenv('loose', ['six>=1'])).rejects.toThrow(/"six>=1" pins no version/);
  });

  it('leaves nothing behind when Python cannot be had', async () => {
    vi.stubEnv('PATH', '/nowhere');

    await expect(pythonVenv('none', ['six==1.17.0'])).rejects.toThrow(/Could not start "python3/);

    expect(await readdir(directory)).toEqual([]);
  });

  it.skipIf(lacking !== undefined)(
    'makes the environment once, and its scripts run from where it is kept',
    async () => {
      const lines: string[] = [];

      // No requirement: pip itself is a script that is there, and nothing is downloaded.
      const first = await pythonVenv('empty', [], (line) => lines.push(line));
      const second = await pythonVenv('empty', [], (line) => lines.push(line));

      expect(second.folder).toBe(first.folder);
      expect(lines).toEqual(['Installing empty from PyPI, once: about half a minute ...']);
      expect(await runCommand(first.bin('pip'), ['--version'])).toContain(first.folder);
    },
    60_000,
  );
});

describe('missingPython', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('says how to get Python when it is not there', async () => {
    vi.stubEnv('PATH', '/nowhere');

    expect(await missingPython('ministack')).toMatch(/^ministack is a Python program: install Python 3.10 or newer/);
  });
});
