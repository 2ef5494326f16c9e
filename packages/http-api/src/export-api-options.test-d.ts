import { createExportEngine, type MemoryQuery, memorySink, memorySource, memoryStore } from '@export-engine/core';
import * as v from 'valibot';
import { expectTypeOf, it } from 'vitest';
import { createExportApi } from './index.ts';

const engine = createExportEngine<MemoryQuery>({ source: memorySource(), sink: memorySink(), store: memoryStore() });

it('gives resolve the output of the schema and the identity', () => {
  createExportApi({
    engine,
    identify: () => ({ owner: 'ada', plan: 'pro' as const }),
    bodySchema: v.object({ since: v.pipe(v.string(), v.toDate()) }),
    resolve(body, identity, { signal }) {
      expectTypeOf(body).toEqualTypeOf<{ since: Date }>();
      expectTypeOf(identity).toEqualTypeOf<{ owner: string; plan: 'pro' }>();
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
      return { query: { where: { id: 1 } } };
    },
  });
});

it('takes only what the engine understands, and no owner', () => {
  const options = { engine, identify: () => null, bodySchema: v.object({}) };

  // @ts-expect-error a memory source has no such query
  createExportApi({ ...options, resolve: () => ({ query: { sql: 'select 1' } }) });
  // @ts-expect-error the owner is the identity's
  createExportApi({ ...options, resolve: () => ({ query: {}, owner: 'mallory' }) });
  // @ts-expect-error an identity has an owner
  createExportApi({ ...options, identify: () => ({ user: 'ada' }), resolve: () => ({ query: {} }) });
});
