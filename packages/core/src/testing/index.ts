/**
 * Contract suites for adapters: every promise of a contract as data, to be run against your adapter with any test runner.
 *
 * @module testing
 */
export type {
  ContractCase,
  ContractHarness,
  ContractNeed,
  ContractSuite,
} from './contract-case.ts';
export { type Fault, type FaultPlan, type FaultPoint, faultyAdapter } from './faulty-adapter.ts';
export { registerContract, type TestRunner } from './register-contract.ts';
export { fileNameFromHeader } from './sink/file-name-from-header.ts';
export { sinkContract } from './sink/sink-contract.ts';
export type { FetchedLink, SinkFixture, SinkHarness } from './sink/sink-harness.ts';
export { type ContractRow, contractRowJson } from './source/contract-rows.ts';
export { sourceContract } from './source/source-contract.ts';
export type { SourceFixture, SourceHarness } from './source/source-harness.ts';
