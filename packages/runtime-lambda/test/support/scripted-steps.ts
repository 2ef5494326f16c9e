import type { AdvanceOptions, ExportSteps, StepOptions, StepOutcome } from '@export-engine/core';

export interface StepCall {
  readonly step: keyof ExportSteps;
  readonly exportId: string;
  readonly options: StepOptions & AdvanceOptions;
  readonly error?: unknown;
}

export interface ScriptedSteps extends ExportSteps {
  readonly calls: readonly StepCall[];
}

/** Steps that do what a script says. */
export function scriptedSteps(script: (call: StepCall) => StepOutcome | Promise<StepOutcome>): ScriptedSteps {
  const calls: StepCall[] = [];
  const play = async (call: StepCall): Promise<StepOutcome> => {
    calls.push(call);
    return script(call);
  };
  return {
    calls,
    prepare: (exportId, options) => play({ step: 'prepare', exportId, options }),
    advance: (exportId, options) => play({ step: 'advance', exportId, options }),
    finish: (exportId, options) => play({ step: 'finish', exportId, options }),
    deliver: (exportId, options) => play({ step: 'deliver', exportId, options }),
    fail: (exportId, error, options) => play({ step: 'fail', exportId, options, error }),
  };
}
