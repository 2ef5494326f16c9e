import { problem } from '../http/problem.ts';
import type { ExportServerState } from '../server-state.ts';

/** What is said of a server to whoever asks; no secrets. */
export interface ServerHealth {
  readonly state: ExportServerState;
  readonly store: 'reachable' | 'unreachable';
  readonly exports: { readonly running: number; readonly max: number };
  /** 99th percentile of the last minute. */
  readonly eventLoopDelayMs: number;
}

const livePath = '/health/live';
const readyPath = '/health/ready';

/**
 * `GET /health/live`: the process answers. `GET /health/ready`: requests may be sent to it.
 *
 * @returns `undefined` for every other path
 */
export async function answerHealth(
  request: Request,
  health: () => Promise<ServerHealth>,
): Promise<Response | undefined> {
  const { pathname } = new URL(request.url);
  if (pathname !== livePath && pathname !== readyPath) return undefined;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return problem(405, 'Method Not Allowed', { allow: 'GET, HEAD' });
  }
  if (pathname === livePath) return json(200, { status: 'live' });
  const answer = await health();
  return json(answer.state === 'ready' && answer.store === 'reachable' ? 200 : 503, answer);
}

function json(status: number, body: object): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}
