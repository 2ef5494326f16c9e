import type { SourceCapabilities } from '../../contracts/index.ts';
import type { ContractSuite } from '../contract-case.ts';
import { aborting } from './aborting.ts';
import { closing } from './closing.ts';
import { declaring } from './declaring.ts';
import { describing } from './describing.ts';
import { endingEarly } from './ending-early.ts';
import { freezing } from './freezing.ts';
import { opening } from './opening.ts';
import { partitioning } from './partitioning.ts';
import { reading } from './reading.ts';
import { resuming } from './resuming.ts';
import { sharingAProcess } from './sharing-a-process.ts';
import type { SourceFixture } from './source-harness.ts';
import { validating } from './validating.ts';

/**
 * Every promise of the `Source` contract.
 *
 * @example
 * ```ts
 * import { registerContract, type SourceHarness, sourceContract } from '@export-engine/core/testing';
 * import { describe, it } from 'vitest';
 *
 * declare const harness: SourceHarness;
 *
 * registerContract(sourceContract, harness, { describe, it });
 * ```
 */
export const sourceContract: ContractSuite<SourceFixture, SourceCapabilities> = {
  contract: 'source',
  cases: [
    ...declaring,
    ...validating,
    ...describing,
    ...opening,
    ...reading,
    ...resuming,
    ...freezing,
    ...partitioning,
    ...endingEarly,
    ...closing,
    ...aborting,
    ...sharingAProcess,
  ],
};
