import type { JsonObject } from '@export-engine/core';
import type { Route } from '../routes/route.ts';
import type { ExportApiDocumentOptions } from './document-options.ts';
import { problemResponses } from './responses.ts';
import { schemas } from './schemas.ts';

/** The OpenAPI 3.1 document of these routes. */
export function openApiDocument(
  routes: readonly Route[],
  basePath: string,
  options: ExportApiDocumentOptions,
): JsonObject {
  const { title = 'Exports', version = '1.0.0', servers, securitySchemes } = options;
  return {
    openapi: '3.1.0',
    info: { title, version, description: 'Turns the whole result of a search into a file.' },
    ...(servers !== undefined && { servers: servers.map((server) => ({ ...server }) as JsonObject) }),
    ...(securitySchemes !== undefined && { security: anyOf(securitySchemes) }),
    paths: pathsOf(routes, basePath),
    components: {
      schemas,
      responses: problemResponses,
      ...(securitySchemes !== undefined && { securitySchemes }),
    },
  };
}

/** OpenAPI Security Requirement Objects: any one of these schemes is enough. */
export function anyOf(securitySchemes: Readonly<Record<string, JsonObject>>): readonly JsonObject[] {
  return Object.keys(securitySchemes).map((name) => ({ [name]: [] }));
}

function pathsOf(routes: readonly Route[], basePath: string): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const { method, path, operation } of routes) {
    const template = templateOf(basePath + path);
    paths[template] = { ...paths[template], [method]: operation };
  }
  return paths;
}

/** `/exports/:id/file` is `/exports/{id}/file` in OpenAPI. */
function templateOf(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}');
}
