import { orchestratorContract, registerContract } from '@export-engine/core/testing';
import { describeWithServer } from '@export-engine/servers/testing';
import { describe, it } from 'vitest';
import { orchestratorHarness } from './support/orchestrator-harness.ts';

describeWithServer('aws', (aws) => {
  registerContract(orchestratorContract, orchestratorHarness(aws), { describe, it });
});
