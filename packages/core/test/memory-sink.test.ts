import { registerContract, sinkContract } from '@export-engine/core/testing';
import { describe, it } from 'vitest';
import { memorySinkHarness, tinyLimits } from './sink/memory-sink-harness.ts';

describe('memorySink with tiny limits', () => {
  registerContract(sinkContract, memorySinkHarness(tinyLimits), { describe, it });
});

describe('memorySink with the limits of S3', () => {
  registerContract(sinkContract, memorySinkHarness({}), { describe, it });
});

describe('memorySink without links', () => {
  registerContract(sinkContract, memorySinkHarness({ ...tinyLimits, maxLinkSeconds: 0 }), { describe, it });
});

describe('memorySink that can not assemble', () => {
  registerContract(sinkContract, memorySinkHarness(tinyLimits, undefined, { assembles: false }), { describe, it });
});
