import type { NoCapabilities, NotifierFixture } from '@export-engine/core/testing';
import type { Broken } from '../support/register-broken.ts';
import { type Break, memoryNotifierHarness } from './memory-notifier-harness.ts';

export type BrokenNotifier = Broken<NotifierFixture, NoCapabilities>;

/** A memory notifier with one fault. */
export function brokenNotifier(fault: string, fails: readonly string[], breakIt: Break): BrokenNotifier {
  return { fault, fails, harness: memoryNotifierHarness(breakIt) };
}
