import assert from 'node:assert/strict';
import * as v from 'valibot';
import { it, vi } from 'vitest';
import { type ApiWorld, createApiWorld } from '../support/api-world.ts';
import { describeWithSchemathesis } from '../support/describe-with-schemathesis.ts';
import { serveApi } from '../support/serve-api.ts';

// A thousand requests, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 300_000 });

/** DELETE cancels: what was exported until then is not kept, but the record of it stays, to be read. */
const withoutChecks = ['use_after_free'];

const headers = { Authorization: 'Bearer ada' };

await describeWithSchemathesis('The OpenAPI document', (schemathesis) => {
  it('is true: requests made up from it, right and wrong, are answered as it says', async () => {
    const world = createDocumentedWorld();
    const server = await serveApi((request) => world.api.fetch(withKeyOfItsOwn(request)));
    try {
      const documentUrl = `${server.url}/exports/openapi.json`;

      const report = await schemathesis.run({ documentUrl, headers, withoutChecks });

      // Every operation but the one that serves the document itself.
      assert.match(report, /Tested: 8\b/, report);
      assert.doesNotMatch(report, /failed/, report);
      assert.deepEqual(world.errors, []);
    } finally {
      await server.close();
      await world.orchestrator.close();
    }
  });

  it('would be found out if it were not', async () => {
    const world = createDocumentedWorld();
    const server = await serveApi(async (request) => {
      const response = await world.api.fetch(request);
      const isList = new URL(request.url).pathname === '/exports' && request.method === 'GET' && response.ok;
      return isList ? Response.json({ exports: [{ id: 7 }] }) : response;
    });
    try {
      const documentUrl = `${server.url}/exports/openapi.json`;

      await assert.rejects(
        schemathesis.run({ documentUrl, headers, operationIds: ['listExports'], maxExamples: 5 }),
        /Response violates schema/,
      );
    } finally {
      await server.close();
      await world.orchestrator.close();
    }
  });
});

/** Everything on, and a body of which the document says all that its schema checks. */
function createDocumentedWorld(): ApiWorld {
  return createApiWorld({
    bodySchema: v.strictObject({
      color: v.picklist(['red', 'blue']),
      fileName: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,100}$/))),
      tellMe: v.optional(v.boolean()),
    }),
    // The tool starts hundreds of exports, and reads each stream to its end.
    limits: { concurrentExports: 1000, eventStreamSeconds: 1 },
    tickets: { issue: async (id) => ({ ticket: `ticket of ${id}`, expiresAt: new Date().toISOString() }) },
    openApi: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      examples: { red: { color: 'red', fileName: 'red-ones' } },
      body: {
        type: 'object',
        required: ['color'],
        additionalProperties: false,
        properties: {
          color: { type: 'string', enum: ['red', 'blue'] },
          fileName: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,100}$' },
          tellMe: { type: 'boolean' },
        },
      },
    },
  });
}

/** The tool would take the conflict of two requests with one key for the refusal of a right one. A wrong key stays. */
function withKeyOfItsOwn(request: Request): Request {
  const key = request.headers.get('Idempotency-Key') ?? '';
  if (/^[!-~]{1,256}$/.test(key)) request.headers.set('Idempotency-Key', crypto.randomUUID());
  return request;
}
