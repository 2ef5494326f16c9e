import {
  checkOptions,
  custom,
  ExportEngineError,
  integer,
  type OptionChecks,
  object,
  oneOf,
  optional,
  string,
} from '@export-engine/core';

export type StepName = StepEvent['step'];

/** An error as a state machine hands it on. */
export interface StateMachineError {
  readonly Error: string;
  /** What Lambda said, as JSON text. */
  readonly Cause?: string | undefined;
}

/** What the state machine calls the step function with. */
export type StepEvent = {
  readonly exportId: string;
  /** Workers lost in a row before this call. @default 0 */
  readonly crashes?: number | undefined;
} & (
  | { readonly step: 'prepare' | 'finish' | 'deliver' }
  | {
      readonly step: 'advance';
      /** Index of the partition. */
      readonly partition: number;
    }
  | {
      readonly step: 'fail';
      /** What the export is to be failed with. */
      readonly error: StateMachineError;
    }
  | {
      readonly step: 'await-client';
      /** A secret: whoever has it can answer for the client. */
      readonly taskToken: string;
    }
);

/** Every key there is. */
interface AnyStepEvent {
  readonly step: StepName;
  readonly exportId: string;
  readonly partition?: number | undefined;
  readonly error?: StateMachineError | undefined;
  readonly taskToken?: string | undefined;
  readonly crashes?: number | undefined;
}

const owner = 'The event of the step function';

const stepNames: readonly StepName[] = ['prepare', 'advance', 'finish', 'deliver', 'fail', 'await-client'];

/** Which key each step must have, and no other may. */
const ownKeys: Readonly<Partial<Record<StepName, keyof AnyStepEvent>>> = {
  advance: 'partition',
  fail: 'error',
  'await-client': 'taskToken',
};

const checks: OptionChecks<AnyStepEvent> = {
  step: oneOf(stepNames),
  exportId: custom(
    'an export id: 1 to 64 of A-Z a-z 0-9 _ -',
    (id) => typeof id === 'string' && /^[\w-]{1,64}$/.test(id),
  ),
  partition: optional(integer({ min: 0, max: 1023 })),
  error: optional(object()),
  taskToken: optional(string({ max: 2048 })),
  crashes: optional(integer({ min: 0, max: 1_000_000 })),
};

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID` that names the key, and never its value */
export function checkStepEvent(event: unknown): asserts event is StepEvent {
  checkOptions<AnyStepEvent>(owner, event, checks);
  const { step, error } = event;
  for (const key of ['partition', 'error', 'taskToken'] as const) {
    const belongs = ownKeys[step] === key;
    if (belongs && event[key] === undefined) throw invalid(`step "${step}" needs "${key}"`, key);
    if (!belongs && event[key] !== undefined) throw invalid(`step "${step}" takes no "${key}"`, key);
  }
  if (error !== undefined && typeof error.Error !== 'string') throw invalid('"error" needs a name, "Error"', 'error');
}

function invalid(rule: string, option: string): ExportEngineError {
  return new ExportEngineError('EXPORT_OPTIONS_INVALID', `${owner}: ${rule}.`, { details: { owner, option } });
}
