import type { Clock } from '../../timing/clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { hasEnded } from '../export-record.ts';
import { type ExportStatus, statusOf } from '../export-status.ts';
import type { LiveSubscription } from '../live-progress.ts';
import type { ExportProgress } from '../progress.ts';
import { openStepScope } from '../step-scope.ts';
import { readOwned } from './read-owned.ts';

/** Shortest time between two statuses, in milliseconds: pages can come by the hundred a second. */
const minGapMs = 100;

/**
 * The status now, then each time it has changed, then the ending. The record is read every `intervalMs`, and at once when
 * this process has written it; between two reads come the rows of a worker in this process.
 */
export async function* watchExport(
  context: EngineContext,
  exportId: string,
  owner: string,
  intervalMs: number,
  signal: AbortSignal,
): AsyncGenerator<ExportStatus, void, undefined> {
  const { clock, live } = context;
  using subscription = live.subscribe(exportId);
  for (let shown = ''; ; ) {
    subscription.takeRecordChange();
    const durable = await readNow(context, exportId, owner, signal);
    const staleAt = clock.now() + intervalMs;
    do {
      const status = withLive(durable, subscription.progress);
      const text = JSON.stringify(status);
      if (text !== shown) yield status;
      shown = text;
      if (hasEnded(durable)) return;
      await untilNews(clock, subscription, staleAt, signal);
    } while (clock.now() < staleAt && !subscription.takeRecordChange());
  }
}

async function readNow(context: EngineContext, exportId: string, owner: string, signal: AbortSignal) {
  using scope = openStepScope(context, { signal });
  return await statusOf(context, await readOwned(context, exportId, owner, scope.retry), scope.retry);
}

async function untilNews(
  clock: Clock,
  subscription: LiveSubscription,
  staleAt: number,
  signal: AbortSignal,
): Promise<void> {
  await clock.sleep(Math.min(minGapMs, Math.max(0, staleAt - clock.now())), signal);
  const waiting = new AbortController();
  const either = AbortSignal.any([signal, waiting.signal]);
  const isStale = clock.sleep(Math.max(0, staleAt - clock.now()), either).catch(() => undefined);
  try {
    await Promise.race([isStale, subscription.change(either)]);
    signal.throwIfAborted();
  } finally {
    waiting.abort();
  }
}

/** What a worker of this process has read is ahead of what is durable. */
function withLive(status: ExportStatus, live: ExportProgress | undefined): ExportStatus {
  const isAhead = status.state === 'running' && live !== undefined && live.rows > status.progress.rows;
  return isAhead ? { ...status, progress: { ...live, state: status.state } } : status;
}
