import type { JsonObject } from '@export-engine/core';
import type { Route } from './route.ts';

/** @param document the whole document, which tells of this route, too: hence a function */
export function readDocument(document: () => JsonObject): Route {
  return {
    method: 'get',
    path: '/openapi.json',
    operation: {
      operationId: 'readDocument',
      summary: 'This document',
      security: [],
      responses: {
        200: { description: 'OpenAPI 3.1', content: { 'application/json': { schema: { type: 'object' } } } },
      },
    },
    answer: (context) => context.json(document()),
  };
}
