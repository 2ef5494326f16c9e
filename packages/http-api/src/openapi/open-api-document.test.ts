import assert from 'node:assert/strict';
import type { JsonObject } from '@export-engine/core';
import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { describe, it } from 'vitest';
import { createApiWorld } from '../../test/support/api-world.ts';
import { valueAt } from '../../test/support/value-at.ts';
import { routesOf } from '../create-export-api.ts';
import { createExportApp } from '../create-export-app.ts';
import { checkExportApiOptions } from '../export-api-options.ts';

const tickets = { issue: async () => ({ ticket: 'x', expiresAt: '2026-11-24T00:00:00.000Z' }) };

describe('the OpenAPI document', () => {
  it('describes every route of the application, and no other', () => {
    const { engine, api } = createApiWorld({ tickets });
    const options = { engine, tickets, identify: () => null, bodySchema: v.object({}), resolve: () => ({ query: {} }) };
    const settings = checkExportApiOptions(options);
    const app = createExportApp(
      routesOf(settings, options, () => ({})),
      settings,
    );

    const served = app.routes
      .filter(({ method }) => !['ALL', 'OPTIONS'].includes(method))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    const described = Object.entries(api.openApi['paths'] ?? {}).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );

    assert.equal(served.length, 9);
    assert.deepEqual(served.sort(), described.sort());
  });

  it('is served as it is', async () => {
    const { call, api } = createApiWorld();

    const response = await call('/exports/openapi.json', { as: null });

    assert.equal(response.headers.get('Content-Type'), 'application/json');
    assert.deepEqual(await response.json(), api.openApi);
  });

  it('is JSON', () => {
    const { api } = createApiWorld({ tickets });

    assert.deepEqual(JSON.parse(JSON.stringify(api.openApi)), api.openApi);
  });

  it('refers to nothing that it does not have', () => {
    const { api } = createApiWorld({ tickets });
    const text = JSON.stringify(api.openApi);

    for (const [, pointer = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      assert.ok(valueAt(api.openApi, ...pointer.split('/')), pointer);
    }
    const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, 9);
  });

  it('names every member of a status, and its example is one', async () => {
    const { api, complete } = createApiWorld();
    const status = await complete();

    const schema = ['components', 'schemas', 'ExportStatus'];
    const members = (...keys: string[]) => Object.keys(valueAt(api.openApi, ...schema, ...keys) ?? {}).sort();
    assert.deepEqual(members('properties'), Object.keys(status).sort());
    assert.deepEqual(members('properties', 'progress', 'properties'), Object.keys(status.progress).sort());
    const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false }).addSchema(
      api.openApi,
      'api',
    );
    assert.ok(ajv.validate('api#/components/schemas/ExportStatus', valueAt(api.openApi, ...schema, 'examples', '0')));
  });

  it('says what the application adds', () => {
    const { api } = createApiWorld({
      openApi: {
        title: 'Downloads',
        version: '2.1.0',
        servers: [{ url: 'https://api.example.com' }],
        body: { type: 'object', required: ['color'] },
        examples: { red: { color: 'red' } },
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'session' } },
      },
    });

    assert.equal(valueAt(api.openApi, 'info', 'title'), 'Downloads');
    assert.equal(valueAt(api.openApi, 'info', 'version'), '2.1.0');
    assert.deepEqual(api.openApi['servers'], [{ url: 'https://api.example.com' }]);
    assert.deepEqual(api.openApi['security'], [{ session: [] }]);
    assert.ok(valueAt(api.openApi, 'components', 'securitySchemes', 'session'));
    assert.deepEqual(bodyIn(api.openApi), {
      schema: { type: 'object', required: ['color'] },
      examples: { red: { value: { color: 'red' } } },
    });
  });

  it('lets a file be opened without signing in only by its token', () => {
    const { api } = createApiWorld({ openApi: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } } });

    const securityOf = (path: string) => valueAt(api.openApi, 'paths', path, 'get', 'security');
    assert.deepEqual(securityOf('/exports/{id}/file'), [{ bearer: [] }, {}]);
    assert.equal(securityOf('/exports/{id}'), undefined);
  });

  it('takes the schema of the body from a schema that can say it as JSON Schema', () => {
    const said = { type: 'object', properties: { color: { enum: ['red'] } } };
    const able = withJsonSchema(() => said);
    const unable = withJsonSchema(() => {
      throw new Error('a transform has no JSON Schema');
    });

    assert.deepEqual(bodyIn(createApiWorld({ bodySchema: able }).api.openApi), { schema: said });
    assert.deepEqual(bodyIn(createApiWorld({ bodySchema: unable }).api.openApi), { schema: {} });
  });
});

/** What the document says of the body that starts an export. */
function bodyIn(document: JsonObject): unknown {
  return valueAt(document, 'paths', '/exports', 'post', 'requestBody', 'content', 'application/json');
}

function withJsonSchema(input: () => Record<string, unknown>): StandardSchemaV1<unknown, object> {
  const standard: StandardSchemaV1<unknown, object>['~standard'] & StandardJSONSchemaV1['~standard'] = {
    ...v.object({})['~standard'],
    jsonSchema: { input, output: input },
  };
  return { '~standard': standard };
}
