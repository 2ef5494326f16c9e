// Run by `node --test` in a process of its own, see ../node-test-runner.test.ts.
import { describe, it } from 'node:test';
import { registerContract, sourceContract, storeContract } from '@export-engine/core/testing';
import { memorySourceHarness } from '../source/memory-source-harness.ts';
import { memoryStoreHarness } from '../store/memory-store-harness.ts';

registerContract(storeContract, memoryStoreHarness(), { describe, it });
registerContract(sourceContract, memorySourceHarness({ resume: 'keyset' }), { describe, it });
