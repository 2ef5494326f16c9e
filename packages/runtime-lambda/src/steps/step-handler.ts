import {
  checkOptions,
  custom,
  type ExportEngine,
  ExportEngineError,
  func,
  integer,
  objectWith,
  optional,
  type StepOptions,
  type StepOutcome,
} from '@export-engine/core';
import type { ClientWaits } from '../client-waits/client-waits.ts';
import { openInvocation } from '../invocation.ts';
import type { LambdaContext } from '../lambda-context.ts';
import { quietReport, type ReportError } from '../report-error.ts';
import { stepTimedOut } from '../state-machine/errors.ts';
import { failureOf } from './failure-of.ts';
import { named, plainError } from './plain-error.ts';
import { answerOf, prepareAnswerOf, type StepAnswer } from './step-answer.ts';
import { checkStepEvent, type StepEvent } from './step-event.ts';

export interface StepHandlerOptions {
  /** Its steps are called. It needs no orchestrator. */
  readonly engine: Pick<ExportEngine, 'steps'>;
  /** With it, the delivery of exports that are to be pushed waits for the client. @default it does not wait */
  readonly clientWaits?: Pick<ClientWaits, 'begin'> | undefined;
  /** Name of the notifier whose client is waited for. @default 'push' */
  readonly pushNotifier?: string | undefined;
  /**
   * How long before the end of the invocation a step has to have returned, 100 to 60,000 ms, at most a fifth of the
   * function's time-out. The engine itself begins to end its work some time before. @default 2,000
   */
  readonly reserveMs?: number | undefined;
  /**
   * Told every error as it was, before the state machine is told of it by its code alone: for your own log. It may hold what
   * a vendor wrote. What it throws is ignored.
   */
  readonly onError?: ReportError | undefined;
}

export type StepHandler = (event: StepEvent, context: LambdaContext) => Promise<StepAnswer>;

/**
 * The Lambda handler behind `exportStateMachine()`: runs one step and says how far it came. Before the invocation's time is
 * over, the step ends at its last durable part, and the state machine calls again.
 *
 * A step that fails throws a plain error whose name is the code, for `Retry` and `Catch`, with the engine's own words and no
 * cause.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import type { ExportEngine } from '@export-engine/core';
 * import { type StepHandler, stepHandler } from '@export-engine/runtime-lambda';
 *
 * declare const engine: ExportEngine;
 *
 * export const handler: StepHandler = stepHandler({ engine, onError: (error) => console.error(error) });
 * ```
 */
export function stepHandler(options: StepHandlerOptions): StepHandler {
  checkOptions<StepHandlerOptions>('stepHandler()', options, {
    engine: custom('an export engine', hasSteps),
    clientWaits: optional(objectWith(['begin'], 'clientWaits()')),
    pushNotifier: optional(custom('the name of a notifier', (name) => /^[a-z][a-z0-9-]{0,40}$/.test(String(name)))),
    reserveMs: optional(integer({ min: 100, max: 60_000 })),
    onError: optional(func()),
  });
  const { engine, clientWaits, pushNotifier = 'push', reserveMs = 2000 } = options;
  const { steps } = engine;
  const report = quietReport(options.onError);

  return async (event, context) => {
    using invocation = openInvocation(context, { reserveMs });
    try {
      checkStepEvent(event);
      const { signal, deadline } = invocation;
      return await run(event, { signal, deadline });
    } catch (error) {
      report(error);
      if (isOvertaken(error)) return answerOf({ status: 'busy', retryAfterMs: 0 }, event.crashes ?? 0);
      if (error === invocation.reason) throw named(stepTimedOut, 'The step was still at work when its time was over.');
      throw plainError(error);
    }
  };

  async function run(event: StepEvent, time: StepOptions): Promise<StepAnswer> {
    const { exportId, crashes = 0 } = event;
    switch (event.step) {
      case 'prepare': {
        const waitsFor = clientWaits === undefined ? undefined : pushNotifier;
        return prepareAnswerOf(await steps.prepare(exportId, time), crashes, waitsFor);
      }
      case 'advance':
        return answerOf(await steps.advance(exportId, { ...time, partition: event.partition }), crashes);
      case 'finish':
        return answerOf(await steps.finish(exportId, time), crashes);
      case 'deliver':
        return answerOf(await steps.deliver(exportId, time), crashes);
      case 'fail':
        return answerOf(await steps.fail(exportId, failureOf(event.error), time), crashes);
      case 'await-client':
        return answerOf(await beginWait(exportId, event.taskToken, time), crashes);
    }
  }

  async function beginWait(exportId: string, taskToken: string, { signal }: StepOptions): Promise<StepOutcome> {
    if (clientWaits === undefined) {
      const message = 'stepHandler(): nobody waits for clients without "clientWaits".';
      throw new ExportEngineError('EXPORT_OPTIONS_INVALID', message);
    }
    await clientWaits.begin(exportId, taskToken, { signal });
    return { status: 'done', retryAfterMs: 0 };
  }
}

/** Another worker goes on with the export: that ends nothing. */
function isOvertaken(error: unknown): boolean {
  return ExportEngineError.isInstance(error) && error.code === 'EXPORT_LEASE_LOST';
}

function hasSteps(engine: unknown): boolean {
  const { steps } = (engine ?? {}) as { readonly steps?: object | null };
  return typeof steps === 'object' && steps !== null;
}
