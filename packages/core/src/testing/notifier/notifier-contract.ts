import type { ContractSuite, NoCapabilities } from '../contract-case.ts';
import { declaring } from './declaring.ts';
import { delivering } from './delivering.ts';
import { failing } from './failing.ts';
import type { NotifierFixture } from './notifier-harness.ts';
import { stopping } from './stopping.ts';

/**
 * Every promise of the `Notifier` contract.
 *
 * @example
 * ```ts
 * import { type NotifierHarness, notifierContract, registerContract } from '@export-engine/core/testing';
 * import { describe, it } from 'vitest';
 *
 * declare const harness: NotifierHarness;
 *
 * registerContract(notifierContract, harness, { describe, it });
 * ```
 */
export const notifierContract: ContractSuite<NotifierFixture, NoCapabilities> = {
  contract: 'notifier',
  cases: [...declaring, ...delivering, ...failing, ...stopping],
};
