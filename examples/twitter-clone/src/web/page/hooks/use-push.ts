import type { ExportEnding } from '@export-engine/notifier-websocket/client';
import { useEffect, useRef } from 'react';
import { useApi } from '../api/api-context.ts';
import { type Export, isActive } from '../api/exports-api.ts';
import { watchPush } from '../live/watch-push.ts';
import { useLatest } from './use-latest.ts';

/**
 * Waits for the pushes of those exports under way that were asked for with one. The stream of events may tell of an
 * ending first; the push is waited for all the same.
 */
export function usePush(exports: readonly Export[] | null, onEnded: (ending: ExportEnding) => void): void {
  const callback = useLatest(onEnded);
  const api = useApi();
  const watched = useRef(new Map<string, () => void>());

  useEffect(() => {
    for (const { id } of (exports ?? []).filter(isToBePushed)) {
      if (watched.current.has(id)) continue;
      watched.current.set(
        id,
        watchPush(api.exports, id, (ending) => callback.current(ending)),
      );
    }
  }, [exports, api, callback]);

  useEffect(() => {
    const closers = watched.current;
    return () => {
      for (const close of closers.values()) close();
      closers.clear();
    };
  }, []);
}

function isToBePushed(status: Export): boolean {
  return isActive(status) && status.deliveries.some(({ notifier }) => notifier === 'push');
}
