import { type ContractCase, type ContractCaseDefinition, type ContractNeed, contractCase } from '../contract-case.ts';
import type { SinkDeclaration, SinkFixture } from './sink-harness.ts';

export type SinkCase = ContractCase<SinkFixture, SinkDeclaration>;

export function sinkCase(definition: ContractCaseDefinition<SinkFixture, SinkDeclaration>): SinkCase {
  return contractCase(definition);
}

type Need = ContractNeed<SinkDeclaration>;

const MIB = 1024 ** 2;

export const LARGE_PART_BYTES: number = 6 * MIB;

export const linksNeeded: Need = { what: 'links', isMet: ({ maxLinkSeconds }) => maxLinkSeconds > 0 };
export const largePartNeeded: Need = {
  what: 'parts of 6 MiB',
  isMet: ({ maxPartBytes }) => maxPartBytes >= LARGE_PART_BYTES,
};
export const manyPartsNeeded: Need = { what: 'files of three parts', isMet: ({ maxParts }) => maxParts >= 3 };
export const smallestPartNeeded: Need = {
  what: 'a smallest part of more than one byte',
  isMet: ({ minPartBytes, maxParts }) => minPartBytes > 1 && maxParts >= 2,
};
export const partCountLimitNeeded: Need = {
  what: 'a number of parts that can be gone beyond',
  isMet: ({ maxParts }) => maxParts < Number.MAX_SAFE_INTEGER,
};
export const smallPartLimitNeeded: Need = {
  what: 'a largest part of 64 MiB or less',
  isMet: ({ maxPartBytes }) => maxPartBytes <= 64 * MIB,
};
export const smallFileLimitNeeded: Need = {
  what: 'a largest file of 64 MiB or less',
  isMet: ({ maxFileBytes }) => maxFileBytes <= 64 * MIB,
};

/** Segments of three parts are what the cases assemble. */
export const assembleNeeded: Need = {
  what: '`assemble`',
  isMet: ({ assembles = false, maxParts }) => assembles && maxParts >= 3,
};
export const smallAssemblyLimitNeeded: Need = {
  what: '`assemble`, and a largest file of 64 MiB or less',
  isMet: (declaration) => assembleNeeded.isMet(declaration) && smallFileLimitNeeded.isMet(declaration),
};
