import { notifierContract, registerContract } from '@export-engine/core/testing';
import { describe, it } from 'vitest';
import { smtpHarness } from './support/smtp-harness.ts';

describe('over SMTP', () => {
  registerContract(notifierContract, smtpHarness, { describe, it });
});
