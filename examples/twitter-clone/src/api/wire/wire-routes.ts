import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { pageInput } from '../../search/page-input.ts';
import type { SearchBackend } from '../../search/search-backend.ts';
import { searchInput } from '../../search/search-input.ts';
import type { FoundPost } from '../api-types.ts';
import { check, readJson } from '../http/read-json.ts';
import { callOf, type Identities, signedIn } from '../identities/identities.ts';
import type { ExecutionArnOf } from './execution-arn.ts';
import type { ExportCalls } from './export-calls.ts';
import type { TaskTokens } from './task-tokens.ts';
import { wireDownload, wireReport, wireSearch } from './wire-input.ts';
import type { WireDownloadAnswer, WireReportAnswer, WireResult, WireSearchAnswer } from './wire-types.ts';

export interface WireRoutesOptions {
  readonly identities: Identities;
  readonly backend: Pick<SearchBackend, 'search'>;
  /** The export API: the wire API is another face of it, with the same rules. */
  readonly exports: ExportCalls;
  readonly taskTokens: TaskTokens;
  readonly executionArnOf: ExecutionArnOf;
}

/** `POST /search`, `POST /download-request` and `POST /report-status`. */
export function wireRoutes(options: WireRoutesOptions): Hono {
  const { identities, backend, exports, taskTokens, executionArnOf } = options;
  const routes = new Hono();

  routes.post('/search', async (context) => {
    const { raw } = context.req;
    try {
      await signedIn(identities, callOf(context));
      const { search, page } = await readJson(raw, wireSearch);
      const wanted = check(page, pageInput);
      const found = await backend.search(check(search, searchInput), { ...wanted, signal: raw.signal });
      return context.json(searchAnswer(found.total, found.posts.map(wireResult)));
    } catch (error) {
      if (!(error instanceof HTTPException)) throw error;
      return context.json({ ...searchAnswer(0, []), Status: 'Error', ErrorMessage: error.message }, error.status);
    }
  });

  routes.post('/download-request', async (context) => {
    const call = callOf(context);
    const { owner } = await signedIn(identities, call);
    const exportId = await exports.start(call, await readJson(call.request, wireDownload));
    const taskToken = await taskTokens.issue({ exportId, owner });
    return context.json({ executionArn: executionArnOf(exportId), taskToken } satisfies WireDownloadAnswer, 202);
  });

  routes.post('/report-status', async (context) => {
    const call = callOf(context);
    await signedIn(identities, call);
    const { exportId } = await readJson(call.request, wireReport);
    const state = await exports.state(call, exportId);
    const status =
      state === 'completed' ? 'SUCCEEDED' : state === 'queued' || state === 'running' ? 'RUNNING' : 'FAILED';
    const reportURL = status === 'SUCCEEDED' ? await exports.link(call, exportId) : null;
    return context.json({ status, reportURL } satisfies WireReportAnswer);
  });

  return routes;
}

function searchAnswer(total: number, results: readonly WireResult[]): WireSearchAnswer {
  return {
    Status: 'Success',
    ErrorMessage: null,
    TotalResults: total,
    ResultsCount: results.length,
    Results: results,
  };
}

function wireResult({ PostID, ...rest }: FoundPost): WireResult {
  return { uuid: PostID, Type: 'Post', ...rest };
}
