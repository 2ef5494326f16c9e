import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { maxExportMemoryBytes } from './server-memory.ts';

const mib = 1024 * 1024;

describe('maxExportMemoryBytes', () => {
  it('is parts and pages of every export at once, and garbage', () => {
    assert.equal(maxExportMemoryBytes(), (8 * (36 + 10) + 112) * mib);
    assert.equal(
      maxExportMemoryBytes({ maxConcurrentExports: 2, pageBytes: 2 * mib, maxBufferedBytes: 64 * mib }),
      (2 * (72 + 20) + 112) * mib,
    );
  });

  it('counts two parts where the bound is smaller than that', () => {
    assert.equal(
      maxExportMemoryBytes({ maxConcurrentExports: 1, maxBufferedBytes: 1, partBytes: 16 * mib }),
      (36 + 10 + 112) * mib,
    );
  });

  it('refuses options that a server does not have', () => {
    assert.throws(() => maxExportMemoryBytes({ partBytes: 0 }), { code: 'EXPORT_OPTIONS_INVALID' });
    assert.throws(() => maxExportMemoryBytes({ parts: 3 } as object), { code: 'EXPORT_OPTIONS_INVALID' });
  });
});
