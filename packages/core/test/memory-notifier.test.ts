import { notifierContract, registerContract } from '@export-engine/core/testing';
import { describe, it } from 'vitest';
import { memoryNotifierHarness } from './notifier/memory-notifier-harness.ts';

describe('memoryNotifier', () => {
  registerContract(notifierContract, memoryNotifierHarness(), { describe, it });
});
