import type { JsonObject } from '@export-engine/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { jsonSchemaOf } from './body-schema.ts';
import type { ExportApiDocumentOptions } from './document-options.ts';
import { idempotencyKeyParameter } from './parameters.ts';
import { jsonResponse, problems } from './responses.ts';

/** The operation that starts an export: its body is the application's own. */
export function startOperation(options: ExportApiDocumentOptions, bodySchema: StandardSchemaV1): JsonObject {
  const { body = jsonSchemaOf(bodySchema), examples } = options;
  return {
    operationId: 'startExport',
    summary: 'Start an export',
    parameters: [idempotencyKeyParameter],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: body, ...(examples !== undefined && { examples: named(examples) }) } },
    },
    responses: {
      202: jsonResponse('It is under way, or was by the same Idempotency-Key', 'ExportStatus', {
        headers: {
          Location: {
            description: 'Address of the export',
            required: true,
            schema: { type: 'string', format: 'uri-reference' },
          },
        },
        links: linksById('readExport', 'watchExport', 'openFile', 'revokeFileAccess', 'cancelExport'),
      }),
      ...problems(400, 401, 403, 413, 415, 422, 429, 500, 503),
    },
  };
}

function named(examples: Readonly<Record<string, JsonObject>>): JsonObject {
  return Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));
}

/** OpenAPI Link Objects: what can be done next with the id in the answer. */
function linksById(...operationIds: readonly string[]): JsonObject {
  const parameters = { id: '$response.body#/id' };
  return Object.fromEntries(operationIds.map((operationId) => [operationId, { operationId, parameters }]));
}
