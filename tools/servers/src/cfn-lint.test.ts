import { afterEach, describe, expect, it, vi } from 'vitest';
import { findCfnLint } from './cfn-lint.ts';

describe('findCfnLint', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('says how to get Python when it is not there', async () => {
    vi.stubEnv('PATH', '/nowhere');

    expect(await findCfnLint()).toEqual({
      missing: expect.stringMatching(/^cfn-lint .* is a Python program: install Python 3.10 or newer/),
    });
  });
});
