import { notifierContract, registerContract } from '@export-engine/core/testing';
import { describeWithServer } from '@export-engine/servers/testing';
import { describe, it } from 'vitest';
import { sesHarness } from './support/ses-harness.ts';

describeWithServer('aws', (server) => {
  registerContract(notifierContract, sesHarness(server), { describe, it });
});
