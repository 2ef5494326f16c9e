import { afterEach, describe, expect, it, vi } from 'vitest';
import { findSchemathesis } from './schemathesis.ts';

describe('findSchemathesis', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('says how to get Python when it is not there', async () => {
    vi.stubEnv('PATH', '/nowhere');

    expect(await findSchemathesis()).toEqual({
      missing: expect.stringMatching(/^Schemathesis .* is a Python program: install Python 3.10 or newer/),
    });
  });
});
