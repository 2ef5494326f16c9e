import type { ExportSteps, Orchestrator, StepOptions, StepOutcome } from '@export-engine/core';
import type { NoCapabilities, OrchestratorFixture } from '@export-engine/core/testing';
import type { InProcessOrchestrator } from '../../src/orchestrators/in-process.ts';
import type { Broken } from '../support/register-broken.ts';
import { type InProcessSettings, inProcessHarness } from './in-process-harness.ts';

export type BrokenOrchestrator = Broken<OrchestratorFixture, NoCapabilities>;

/** The in-process orchestrator with one fault. */
export function brokenOrchestrator(
  fault: string,
  fails: readonly string[],
  breakIt: (orchestrator: InProcessOrchestrator) => Partial<Orchestrator>,
  settings: InProcessSettings = {},
): BrokenOrchestrator {
  return { fault, fails, harness: inProcessHarness({ patienceMs: 1_500, ...settings, breakIt }) };
}

/** One call of a step, to be changed on its way to the steps or back. */
export interface InterceptedCall {
  readonly step: keyof ExportSteps;
  readonly exportId: string;
  readonly error: unknown;
  readonly options: StepOptions;
}

/** Changes every call that an orchestrator makes. */
export function intercepting(
  orchestrator: Orchestrator,
  intercept: (call: InterceptedCall, next: (call: InterceptedCall) => Promise<StepOutcome>) => Promise<StepOutcome>,
): Partial<Orchestrator> {
  return {
    start(startedId, { steps, signal }) {
      const next = ({ step, exportId, error, options }: InterceptedCall): Promise<StepOutcome> =>
        step === 'fail' ? steps.fail(exportId, error, options) : steps[step](exportId, options);
      const call = (
        step: keyof ExportSteps,
        exportId: string,
        options: StepOptions,
        error?: unknown,
      ): Promise<StepOutcome> => intercept({ step, exportId, options, error }, next);
      const intercepted: ExportSteps = {
        prepare: (exportId, options) => call('prepare', exportId, options),
        advance: (exportId, options) => call('advance', exportId, options),
        finish: (exportId, options) => call('finish', exportId, options),
        deliver: (exportId, options) => call('deliver', exportId, options),
        fail: (exportId, error, options) => call('fail', exportId, options, error),
      };
      return orchestrator.start(startedId, { steps: intercepted, signal });
    },
  };
}
