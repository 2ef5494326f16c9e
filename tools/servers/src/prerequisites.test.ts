import { afterEach, describe, expect, it, vi } from 'vitest';
import { describeRange } from './java.ts';
import { missingPrerequisite } from './prerequisites.ts';

describe('missingPrerequisite', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('says how to get Go when it is not there and nothing was built before', async () => {
    vi.stubEnv('PATH', '/nowhere');
    vi.stubEnv('EXPORT_ENGINE_CACHE', '/nowhere');

    expect(await missingPrerequisite('s3')).toMatch(/versitygw .* is built from source: install Go/);
  });

  it('says how to get Python when it is not there', async () => {
    vi.stubEnv('PATH', '/nowhere');

    expect(await missingPrerequisite('aws')).toMatch(/^ministack .* is a Python program: install Python/);
  });

  it('says how to get Java or Maven when they are not there and nothing was downloaded before', async () => {
    vi.stubEnv('PATH', '/nowhere');
    vi.stubEnv('EXPORT_ENGINE_CACHE', '/nowhere');

    expect(await missingPrerequisite('elasticsearch92')).toMatch(/^Elasticsearch 9.2.0 .*(Java 21 or newer|Maven)/);
  });
});

describe('describeRange', () => {
  it('names the Java releases for people', () => {
    expect([{ atLeast: 21 }, { atLeast: 11, atMost: 17 }, { atLeast: 17, atMost: 17 }].map(describeRange)).toEqual([
      'Java 21 or newer',
      'Java 11 to 17',
      'Java 17',
    ]);
  });
});
