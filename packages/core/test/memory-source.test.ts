import type { MemorySourceOptions } from '@export-engine/core';
import { registerContract, sourceContract } from '@export-engine/core/testing';
import { describe, it } from 'vitest';
import { memorySourceHarness } from './source/memory-source-harness.ts';

const flavours: Record<string, MemorySourceOptions> = {
  'with documents': {},
  'with batches of JSON': { batches: 'json' },
  'without partitions': { partitions: false },
  'by key, without a snapshot': { resume: 'keyset' },
  'without resume': { resume: 'none' },
};

for (const [name, options] of Object.entries(flavours)) {
  describe(`memorySource ${name}`, () => {
    registerContract(sourceContract, memorySourceHarness(options), { describe, it });
  });
}
