import { SFNClient } from '@aws-sdk/client-sfn';
import { pushTickets } from '@export-engine/notifier-websocket';
import { clientWaits, type HttpHandler, httpHandler, stepFunctionsOrchestrator } from '@export-engine/runtime-lambda';
import { secretFor } from '../../api/secrets.ts';
import { executionArnsOf } from '../../api/wire/execution-arn.ts';
import { createTaskTokens } from '../../api/wire/task-tokens.ts';
import { claimsIdentities } from '../http/claims-identities.ts';
import { httpApplication } from '../http/http-application.ts';
import { watchedTickets } from '../http/watched-tickets.ts';
import { logError } from '../log-error.ts';
import { createEngine } from '../parts/create-engine.ts';
import { engineParts } from '../parts/engine-parts.ts';
import { mailNotifier } from '../parts/mail-notifier.ts';
import type { Environment } from '../settings/environment.ts';
import { httpSettings } from '../settings/settings.ts';

/** Behind the HTTP API: starts exports, and answers for them. */
export async function createHttpFunction(environment: Environment): Promise<HttpHandler> {
  const settings = httpSettings(environment);
  const { stateMachineArn, partitions } = settings;
  const parts = await engineParts(settings);
  const { secret, store, backend } = parts;
  const client = new SFNClient({});
  const orchestrator = stepFunctionsOrchestrator({ client, stateMachineArn });
  const engine = createEngine(parts, { mail: mailNotifier(settings), orchestrator });
  const waits = clientWaits({ store, client });
  const tickets = pushTickets({ engine, store, secret: secretFor('push ticket', secret) });
  return httpHandler({
    fetch: httpApplication({
      engine,
      backend,
      partitions,
      identities: claimsIdentities(),
      tickets: watchedTickets({ tickets, onIssued: waits.alive, onError: logError }),
      taskTokens: createTaskTokens({ secret: secretFor('task token', secret) }),
      executionArnOf: executionArnsOf(stateMachineArn),
      onError: logError,
    }),
    onError: logError,
  });
}
