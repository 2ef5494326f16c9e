import type { ContractSuite } from '../contract-case.ts';
import { aborting } from './aborting.ts';
import { assembling } from './assembling.ts';
import { assemblingAgain } from './assembling-again.ts';
import { beginning } from './beginning.ts';
import { completing } from './completing.ts';
import { declaring } from './declaring.ts';
import { linking } from './linking.ts';
import { losingAnswers } from './losing-answers.ts';
import { putting } from './putting.ts';
import { refusingParts } from './refusing-parts.ts';
import { refusingSegments } from './refusing-segments.ts';
import { removing } from './removing.ts';
import { sharingAProcess } from './sharing-a-process.ts';
import type { SinkDeclaration, SinkFixture } from './sink-harness.ts';
import { stopping } from './stopping.ts';
import { stoppingAssembly } from './stopping-assembly.ts';
import { uploading } from './uploading.ts';

/**
 * Every promise of the `Sink` contract.
 *
 * @example
 * ```ts
 * import { registerContract, type SinkHarness, sinkContract } from '@export-engine/core/testing';
 * import { describe, it } from 'vitest';
 *
 * declare const harness: SinkHarness;
 *
 * registerContract(sinkContract, harness, { describe, it });
 * ```
 */
export const sinkContract: ContractSuite<SinkFixture, SinkDeclaration> = {
  contract: 'sink',
  cases: [
    ...declaring,
    ...putting,
    ...beginning,
    ...uploading,
    ...refusingParts,
    ...completing,
    ...aborting,
    ...removing,
    ...linking,
    ...stopping,
    ...losingAnswers,
    ...sharingAProcess,
    ...assembling,
    ...assemblingAgain,
    ...refusingSegments,
    ...stoppingAssembly,
  ],
};
