import type { ExportStatus } from '@export-engine/core';
import type { ExportApiEngine } from '../export-api-engine.ts';

/** One client's watch of one export. */
export interface WatchSession {
  /** The next status; `quiet` when none came within the time, `over` when none will come. */
  next(options?: { readonly withinMs?: number }): Promise<ExportStatus | 'quiet' | 'over'>;
  /** Ends the watch, also a `next` that waits: it is `over` then. Idempotent. */
  stop(): void;
}

/** Begins a watch that ends with `signal`, or with `stop`. */
export function openWatch(
  engine: Pick<ExportApiEngine, 'watch'>,
  exportId: string,
  options: { readonly owner: string; readonly signal: AbortSignal },
): WatchSession {
  const { owner, signal } = options;
  const stopping = new AbortController();
  const { promise: stopped, resolve: reportStopped } = Promise.withResolvers<'over'>();
  const statuses = engine.watch(exportId, { owner, signal: stopping.signal })[Symbol.asyncIterator]();
  let pending: Promise<ExportStatus | 'over'> | undefined;

  const stop = (): void => {
    signal.removeEventListener('abort', stop);
    reportStopped('over');
    stopping.abort();
    // Between two statuses the watch waits inside its `yield`, where it doesn't hear a signal.
    statuses.return?.()?.catch(() => {});
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });

  return {
    stop,
    async next({ withinMs } = {}) {
      using alarm = startAlarm(withinMs);
      pending ??= nextOf(statuses);
      // `stopped` first: of a watch that was stopped it does not matter what else became of it.
      const news = await Promise.race([stopped, pending, alarm.quiet]);
      if (news !== 'quiet') pending = undefined;
      return news;
    },
  };
}

async function nextOf(statuses: AsyncIterator<ExportStatus>): Promise<ExportStatus | 'over'> {
  const result = await statuses.next();
  return result.done === true ? 'over' : result.value;
}

function startAlarm(ms: number | undefined): Disposable & { readonly quiet: Promise<'quiet'> } {
  const { promise: quiet, resolve: ring } = Promise.withResolvers<'quiet'>();
  const timer = ms === undefined ? undefined : setTimeout(() => ring('quiet'), Math.max(0, ms));
  return { quiet, [Symbol.dispose]: () => clearTimeout(timer) };
}
