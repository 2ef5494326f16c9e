import type { StepOptions, StepOutcome } from '../contracts/index.ts';
import type { EngineContext } from './engine-context.ts';
import { outOfTime, yieldOnStall } from './stall.ts';
import { openStepScope, type StepScope } from './step-scope.ts';

/**
 * Runs the work of one step, on the record under `key`, within its time. The caller's abort rejects with its reason; a transient failure, or running
 * out of time, is noted in the record and yields; anything else is thrown.
 */
export async function runStep<Result = StepOutcome>(
  context: EngineContext,
  key: string,
  options: StepOptions,
  work: (scope: StepScope) => Promise<Result>,
): Promise<Result | StepOutcome> {
  using scope = openStepScope(context, options);
  try {
    return await work(scope);
  } catch (error) {
    options.signal.throwIfAborted();
    return yieldOnStall(context, key, scope.isOutOfTime() ? outOfTime() : error, options.signal);
  }
}
