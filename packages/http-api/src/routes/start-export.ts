import type { ExportRequest, JsonValue } from '@export-engine/core';
import type { ExportApiOptions, ExportApiSettings } from '../export-api-options.ts';
import { type ExportApiIdentity, identifyOwner } from '../guards/identify-owner.ts';
import { createStartGate } from '../limits/start-gate.ts';
import { startOperation } from '../openapi/start-operation.ts';
import { idempotencyKeyOf } from '../requests/idempotency-key.ts';
import { readJsonBody } from '../requests/read-json-body.ts';
import { validateBody } from '../requests/validate-body.ts';
import { viewOf } from '../status-view.ts';
import type { Route } from './route.ts';

/** Starts an export: identified, read, validated, resolved by the application, admitted, in this order. */
export function startExport<Body, Identity extends ExportApiIdentity, Query extends JsonValue>(
  settings: ExportApiSettings<Identity>,
  { bodySchema, resolve }: Pick<ExportApiOptions<Body, Identity, Query>, 'bodySchema' | 'resolve'>,
): Route {
  const { basePath, bodyBytes, concurrentExports, engine } = settings;
  const gate = createStartGate(engine, concurrentExports);

  return {
    method: 'post',
    path: '',
    operation: startOperation(settings.openApi, bodySchema),
    async answer(context) {
      const { raw: request } = context.req;
      const { signal } = request;
      const identity = await identifyOwner(settings, context);
      const idempotencyKey = idempotencyKeyOf(request);
      const body = await validateBody(bodySchema, await readJsonBody(request, bodyBytes));
      const asked = await resolve(body, identity, { signal });
      // Last, so that nothing the application copies from a body can name another owner.
      const complete: ExportRequest<Query> = { ...asked, owner: identity.owner, idempotencyKey };
      const status = await gate.start(complete, { signal });
      return context.json(viewOf(status), 202, { Location: `${basePath}/${status.id}` });
    },
  };
}
