import { SFNClient } from '@aws-sdk/client-sfn';
import { pushTickets } from '@export-engine/notifier-websocket';
import { clientWaits, type Sweepable, type SweepHandler, sweepHandler } from '@export-engine/runtime-lambda';
import { keptSeconds } from '../../api/application.ts';
import { secretFor } from '../../api/secrets.ts';
import { logError } from '../log-error.ts';
import { createEngine } from '../parts/create-engine.ts';
import { engineParts } from '../parts/engine-parts.ts';
import { mailNotifier } from '../parts/mail-notifier.ts';
import type { Environment } from '../settings/environment.ts';
import { tellingSettings } from '../settings/settings.ts';

/** On a schedule: ends what nobody goes on with, and removes what is old. */
export async function createSweepFunction(environment: Environment): Promise<SweepHandler> {
  const settings = tellingSettings(environment);
  const parts = await engineParts(settings);
  const { secret, store, connections } = parts;
  const engine = createEngine(parts, { mail: mailNotifier(settings) });
  return sweepHandler({
    engine,
    tickets: pushTickets({ engine, store, secret: secretFor('push ticket', secret) }),
    connections: both(connections.push, connections.wire),
    clientWaits: clientWaits({ store, client: new SFNClient({}) }),
    limits: { removeAfterSeconds: keptSeconds },
    onError: logError,
  });
}

function both(one: Sweepable, other: Sweepable): Sweepable {
  return { sweep: async (options) => (await one.sweep(options)) + (await other.sweep(options)) };
}
