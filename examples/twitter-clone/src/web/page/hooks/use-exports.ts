import { useCallback, useEffect, useMemo, useReducer, useState } from 'react';
import { useApi } from '../api/api-context.ts';
import { isPassing, isUnauthorized } from '../api/api-error.ts';
import { type Export, isActive } from '../api/exports-api.ts';
import { mergeExports } from '../exports/merge-exports.ts';
import { followExport } from '../live/follow-export.ts';
import { useLatest } from './use-latest.ts';
import { usePolling } from './use-polling.ts';

export interface ExportsState {
  /** The newest first; null until the server has answered. */
  readonly exports: readonly Export[] | null;
  /** False while the server can't be reached; asking goes on by itself. */
  readonly isReachable: boolean;
  /** Takes what the server said of an export elsewhere. */
  readonly learn: (status: Export) => void;
}

/**
 * Browsers keep six connections to a server of HTTP/1.1, over all tabs. So only the newest exports under way have a
 * stream of their own; of the others the list is asked every so often.
 */
const maxStreams = 2;
const pollMs = 1500;
const unreachableMs = 1000;

/** All exports of whoever is signed in, kept up to date while there is something to wait for. */
export function useExports(onUnauthorized: () => void): ExportsState {
  const api = useApi();
  const [exports, learnAll] = useReducer(merge, null);
  const [isReachable, setIsReachable] = useState(true);
  const unauthorized = useLatest(onUnauthorized);
  const learn = useCallback((status: Export) => learnAll([status]), []);

  const fail = useCallback(
    (error: unknown) => {
      if (isUnauthorized(error)) unauthorized.current();
      else if (isPassing(error)) setIsReachable(false);
    },
    [unauthorized],
  );

  const refresh = useCallback(
    async (signal: AbortSignal) => {
      try {
        learnAll(await api.exports.list({ signal }));
        setIsReachable(true);
      } catch (error) {
        if (!signal.aborted) fail(error);
      }
    },
    [api, fail],
  );
  usePolling(refresh, pauseUntilNextLook(exports, isReachable));

  const streamed = (exports ?? []).filter(isActive).slice(0, maxStreams);
  const streamedIds = streamed.map(({ id }) => id).join(' ');
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    for (const id of streamedIds.split(' ').filter((part) => part !== '')) {
      followExport(api.exports, id, { onStatus: learn, onReachable: setIsReachable, signal }).catch(
        (error: unknown) => {
          if (!signal.aborted) fail(error);
        },
      );
    }
    return () => controller.abort();
  }, [streamedIds, api, learn, fail]);

  return useMemo(() => ({ exports, isReachable, learn }), [exports, isReachable, learn]);
}

function merge(known: readonly Export[] | null, news: readonly Export[]): readonly Export[] {
  return mergeExports(known ?? [], news);
}

/** Null when there is nothing to learn by asking for the list. */
function pauseUntilNextLook(exports: readonly Export[] | null, isReachable: boolean): number | null {
  if (exports === null || !isReachable) return unreachableMs;
  const waiting = exports.filter((status) => isActive(status) || isTelling(status));
  return waiting.length > maxStreams || waiting.some(isTelling) ? pollMs : null;
}

/** Ended, but whoever is to be told has not been told yet; the stream of events is over by then. */
function isTelling(status: Export): boolean {
  return !isActive(status) && status.deliveries.some((delivery) => delivery.status === 'pending');
}
