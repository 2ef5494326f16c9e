import { ExportEngineError } from '@export-engine/core';
import type { NoCapabilities, StoreFixture } from '@export-engine/core/testing';
import type { Broken } from '../support/register-broken.ts';
import { type Break, memoryStoreHarness } from './memory-store-harness.ts';

export type BrokenStore = Broken<StoreFixture, NoCapabilities>;

/** A memory store with one fault. */
export function brokenStore(fault: string, fails: readonly string[], breakIt: Break): BrokenStore {
  return { fault, fails, harness: memoryStoreHarness(breakIt) };
}

export function conflict(): ExportEngineError {
  return new ExportEngineError('EXPORT_STORE_CONFLICT', 'broken on purpose');
}
