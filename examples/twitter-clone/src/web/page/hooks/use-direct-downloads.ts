import { useCallback, useEffect } from 'react';
import { useApi } from '../api/api-context.ts';
import { type Export, isActive } from '../api/exports-api.ts';
import { saveFile } from '../exports/save-file.ts';
import { useLatest } from './use-latest.ts';

const storageKey = 'murmur.direct-downloads';

/**
 * Downloads by itself what was asked for as a direct download, as soon as it is complete. The wishes survive a reload of
 * the tab, and die with it. Gives back what notes a wish.
 */
export function useDirectDownloads(
  exports: readonly Export[] | null,
  onProblem: (error: unknown) => void,
): (id: string) => void {
  const api = useApi();
  const failed = useLatest(onProblem);
  useEffect(() => {
    const ended = (exports ?? []).filter((status) => !isActive(status));
    for (const { id, state } of ended) {
      if (!takeWish(id) || state !== 'completed') continue;
      api.exports.link(id).then(saveFile, (error: unknown) => failed.current(error));
    }
  }, [exports, api, failed]);

  return useCallback((id) => writeWishes([...readWishes(), id]), []);
}

function takeWish(id: string): boolean {
  const wishes = readWishes();
  if (!wishes.includes(id)) return false;
  writeWishes(wishes.filter((wish) => wish !== id));
  return true;
}

function readWishes(): readonly string[] {
  return JSON.parse(sessionStorage.getItem(storageKey) ?? '[]') as readonly string[];
}

function writeWishes(ids: readonly string[]): void {
  sessionStorage.setItem(storageKey, JSON.stringify(ids));
}
