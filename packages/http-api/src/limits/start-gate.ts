import type { ExportRequest, ExportStatus, JsonValue } from '@export-engine/core';
import type { ExportApiEngine } from '../export-api-engine.ts';
import { httpProblem } from '../problems/http-problem.ts';
import { createOwnerQueue } from './owner-queue.ts';

/** Exports of an owner that are looked at to count those under way: the newest, one small record read each. */
const countedExports = 100;

const shortestWaitSeconds = 5;
const longestWaitSeconds = 60;

/** Starts exports as long as their owner has room for one more. */
export interface StartGate<Query extends JsonValue> {
  /** @throws ExportApiProblem 429 */
  start(request: ExportRequest<Query>, options: { readonly signal: AbortSignal }): Promise<ExportStatus>;
}

/**
 * Counting and starting are two calls of the engine, so one owner's starts wait for each other. Other processes count by
 * themselves: the bound is exact in one process, and between several it can be passed by those that start at one instant.
 */
export function createStartGate<Query extends JsonValue>(
  engine: ExportApiEngine<Query>,
  concurrentExports: number,
): StartGate<Query> {
  const queue = createOwnerQueue();

  return {
    start: (request, { signal }) =>
      queue.run(request.owner, async () => {
        signal.throwIfAborted();
        // Not asked for a repeated request: that starts nothing, it asks what became of the first.
        const admit = () => checkRoom(engine, request.owner, concurrentExports, signal);
        // Not the client's signal: one who hangs up half-way would leave an export recorded and nobody working on it.
        return engine.start(request, { admit });
      }),
  };
}

async function checkRoom(
  engine: Pick<ExportApiEngine, 'list'>,
  owner: string,
  concurrentExports: number,
  signal: AbortSignal,
): Promise<void> {
  const newest = await engine.list({ owner, limit: Math.max(countedExports, concurrentExports), signal });
  const underWay = newest.filter(({ state }) => state === 'queued' || state === 'running');
  if (underWay.length < concurrentExports) return;
  throw httpProblem('HTTP_TOO_MANY_EXPORTS', { headers: { 'Retry-After': String(secondsUntilRoom(underWay)) } });
}

/** When the first of them should have ended, as far as that is known. */
function secondsUntilRoom(underWay: readonly ExportStatus[]): number {
  const estimates = underWay.map(({ progress }) => progress.secondsLeft).filter((seconds) => seconds !== null);
  const soonest = Math.min(longestWaitSeconds, ...estimates);
  return Math.max(shortestWaitSeconds, soonest);
}
