import { SFNClient } from '@aws-sdk/client-sfn';
import { createExportEngine, type ExportEngineOptions } from '@export-engine/core';
import {
  clientWaits,
  type StepHandler,
  type SweepHandler,
  stepHandler,
  sweepHandler,
} from '@export-engine/runtime-lambda';

/** The function that the state machine calls. */
export function stepFunction(options: ExportEngineOptions): StepHandler {
  const waits = clientWaits({ store: options.store, client: new SFNClient({}) });
  return stepHandler({ engine: createExportEngine(options), clientWaits: waits, onError: console.error });
}

/** The function that a schedule calls, every five minutes or so. */
export function sweepFunction(options: ExportEngineOptions): SweepHandler {
  return sweepHandler({ engine: createExportEngine(options), limits: { removeAfterSeconds: 86_400 } });
}
