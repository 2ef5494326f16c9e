import type { SourceCapabilities } from '../../contracts/index.ts';
import { type ContractCase, type ContractCaseDefinition, type ContractNeed, contractCase } from '../contract-case.ts';
import type { SourceFixture } from './source-harness.ts';

export type SourceCase = ContractCase<SourceFixture, SourceCapabilities>;

export function sourceCase(definition: ContractCaseDefinition<SourceFixture, SourceCapabilities>): SourceCase {
  return contractCase(definition);
}

type Need = ContractNeed<SourceCapabilities>;

export const snapshotNeeded: Need = { what: 'snapshot: true', isMet: ({ snapshot }) => snapshot };
export const partitionsNeeded: Need = { what: 'partitions: true', isMet: ({ partitions }) => partitions };
export const onePartitionNeeded: Need = { what: 'partitions: false', isMet: ({ partitions }) => !partitions };
export const exactCountNeeded: Need = { what: "count: 'exact'", isMet: ({ count }) => count === 'exact' };
export const resumeNeeded: Need = { what: "resume: 'snapshot' or 'keyset'", isMet: ({ resume }) => resume !== 'none' };
export const noResumeNeeded: Need = { what: "resume: 'none'", isMet: ({ resume }) => resume === 'none' };
export const jsonNeeded: Need = { what: "batches: 'json'", isMet: ({ batches }) => batches === 'json' };
