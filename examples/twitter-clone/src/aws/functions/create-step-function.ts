import { SFNClient } from '@aws-sdk/client-sfn';
import { clientWaits, type StepHandler, stepHandler } from '@export-engine/runtime-lambda';
import { logError } from '../log-error.ts';
import { createEngine } from '../parts/create-engine.ts';
import { engineParts } from '../parts/engine-parts.ts';
import { mailNotifier } from '../parts/mail-notifier.ts';
import type { Environment } from '../settings/environment.ts';
import { tellingSettings } from '../settings/settings.ts';

/** What the state machine calls for each step of an export. */
export async function createStepFunction(environment: Environment): Promise<StepHandler> {
  const settings = tellingSettings(environment);
  const parts = await engineParts(settings);
  return stepHandler({
    engine: createEngine(parts, { mail: mailNotifier(settings) }),
    clientWaits: clientWaits({ store: parts.store, client: new SFNClient({}) }),
    onError: logError,
  });
}
