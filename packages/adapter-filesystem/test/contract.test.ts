import { registerContract, sinkContract, storeContract } from '@export-engine/core/testing';
import { describe, it } from 'vitest';
import { sinkHarness } from './support/sink-harness.ts';
import { storeHarness } from './support/store-harness.ts';

describe('filesystemSink with links', () => {
  registerContract(sinkContract, sinkHarness({ hasLinks: true }), { describe, it });
});

describe('filesystemSink without links', () => {
  registerContract(sinkContract, sinkHarness({ hasLinks: false }), { describe, it });
});

describe('filesystemStore', () => {
  registerContract(storeContract, storeHarness, { describe, it });
});
