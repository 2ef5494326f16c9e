import { orchestratorContract, registerContract } from '@export-engine/core/testing';
import { describe, it } from 'vitest';
import { inProcessHarness } from './orchestrator/in-process-harness.ts';

describe('inProcessOrchestrator', () => {
  registerContract(orchestratorContract, inProcessHarness(), { describe, it });
});
