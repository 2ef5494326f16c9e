/**
 * Contract suites for adapters: every promise of a contract as data, to be run against your adapter with any test runner.
 *
 * @module testing
 */
export type { ContractCase, ContractHarness, ContractNeed, ContractSuite, NoCapabilities } from './contract-case.ts';
export { type Fault, type FaultPlan, type FaultPoint, faultyAdapter } from './faulty-adapter.ts';
export { notifierContract } from './notifier/notifier-contract.ts';
export type { DeliveryFailure, NotifierFixture, NotifierHarness } from './notifier/notifier-harness.ts';
export { orchestratorContract } from './orchestrator/orchestrator-contract.ts';
export type { OrchestratorFixture, OrchestratorHarness } from './orchestrator/orchestrator-harness.ts';
export { registerContract, type TestRunner } from './register-contract.ts';
export { fileNameFromHeader } from './sink/file-name-from-header.ts';
export { sinkContract } from './sink/sink-contract.ts';
export type { FetchedLink, SinkDeclaration, SinkFixture, SinkHarness } from './sink/sink-harness.ts';
export { type ContractRow, contractRowJson } from './source/contract-rows.ts';
export { sourceContract } from './source/source-contract.ts';
export type { SourceFixture, SourceHarness } from './source/source-harness.ts';
export { storeContract } from './store/store-contract.ts';
export type { StoreFixture, StoreHarness } from './store/store-harness.ts';
export { assertRefused, assertRejects } from './support/assert-code.ts';
