import { registerContract, sinkContract, storeContract } from '@export-engine/core/testing';
import { describeWithServer } from '@export-engine/servers/testing';
import { describe, it } from 'vitest';
import { sinkHarness } from './support/sink-harness.ts';
import { storeHarness } from './support/store-harness.ts';

describeWithServer('s3', (server) => {
  registerContract(sinkContract, sinkHarness(server), { describe, it });
  registerContract(storeContract, storeHarness(server), { describe, it });
});
