import { registerContract, storeContract } from '@export-engine/core/testing';
import { describe, it } from 'vitest';
import { memoryStoreHarness } from './store/memory-store-harness.ts';

describe('memoryStore', () => {
  registerContract(storeContract, memoryStoreHarness(), { describe, it });
});
