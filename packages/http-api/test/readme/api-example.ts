import { createExportEngine, memorySink, memorySource, memoryStore } from '@export-engine/core';
import { createExportApi, type ExportApi, ExportApiProblem } from '@export-engine/http-api';
import * as v from 'valibot';

const source = memorySource({ rows: [{ id: 1, author: 'ada', text: 'hello' }] });
const sessions = new Map([['session=s1', { owner: 'user-1', mayExport: true }]]);

export const api: ExportApi = createExportApi({
  engine: createExportEngine({ source, sink: memorySink(), store: memoryStore() }),
  identify: (request) => sessions.get(request.headers.get('Cookie') ?? '') ?? null,
  bodySchema: v.object({ author: v.pipe(v.string(), v.maxLength(50)) }),
  resolve({ author }, { mayExport }) {
    if (!mayExport) throw new ExportApiProblem({ status: 403, code: 'PLAN_TOO_SMALL', title: 'Not in your plan' });
    return { query: { where: { author } }, label: `posts of ${author}`, fileName: 'posts' };
  },
});
