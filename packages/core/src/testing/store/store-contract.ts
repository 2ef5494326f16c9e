import type { ContractSuite, NoCapabilities } from '../contract-case.ts';
import { declaring } from './declaring.ts';
import { keepingValues } from './keeping-values.ts';
import { listing } from './listing.ts';
import { racing } from './racing.ts';
import { refusingKeys } from './refusing-keys.ts';
import { removing } from './removing.ts';
import { stopping } from './stopping.ts';
import type { StoreFixture } from './store-harness.ts';
import { writing } from './writing.ts';

/**
 * Every promise of the `Store` contract.
 *
 * @example
 * ```ts
 * import { registerContract, type StoreHarness, storeContract } from '@export-engine/core/testing';
 * import { describe, it } from 'vitest';
 *
 * declare const harness: StoreHarness;
 *
 * registerContract(storeContract, harness, { describe, it });
 * ```
 */
export const storeContract: ContractSuite<StoreFixture, NoCapabilities> = {
  contract: 'store',
  cases: [...declaring, ...writing, ...racing, ...keepingValues, ...listing, ...removing, ...refusingKeys, ...stopping],
};
