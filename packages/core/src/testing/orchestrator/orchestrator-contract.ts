import type { ContractSuite, NoCapabilities } from '../contract-case.ts';
import { driving } from './driving.ts';
import { failing } from './failing.ts';
import type { OrchestratorFixture } from './orchestrator-harness.ts';
import { starting } from './starting.ts';
import { stopping } from './stopping.ts';
import { waiting } from './waiting.ts';

/**
 * Every promise of the `Orchestrator` contract.
 *
 * @example
 * ```ts
 * import { type OrchestratorHarness, orchestratorContract, registerContract } from '@export-engine/core/testing';
 * import { describe, it } from 'vitest';
 *
 * declare const harness: OrchestratorHarness;
 *
 * registerContract(orchestratorContract, harness, { describe, it });
 * ```
 */
export const orchestratorContract: ContractSuite<OrchestratorFixture, NoCapabilities> = {
  contract: 'orchestrator',
  cases: [...driving, ...waiting, ...failing, ...starting, ...stopping],
};
