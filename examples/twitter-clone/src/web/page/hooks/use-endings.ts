import { useEffect, useRef } from 'react';
import { type Export, isActive } from '../api/exports-api.ts';
import { useLatest } from './use-latest.ts';

/** Calls back once for each export that ends while the page is open. */
export function useEndings(exports: readonly Export[] | null, onEnded: (status: Export) => void): void {
  const active = useRef<ReadonlySet<string>>(new Set());
  const callback = useLatest(onEnded);

  useEffect(() => {
    if (exports === null) return;
    const ended = exports.filter((status) => !isActive(status) && active.current.has(status.id));
    active.current = new Set(exports.filter(isActive).map(({ id }) => id));
    for (const status of ended) callback.current(status);
  }, [exports, callback]);
}
