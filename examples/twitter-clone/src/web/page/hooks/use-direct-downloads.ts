import { useCallback, useEffect } from 'react';
import { type Export, fileUrl, isActive } from '../api/exports-api.ts';

const storageKey = 'murmur.direct-downloads';

/**
 * Downloads by itself what was asked for as a direct download, as soon as it is complete. The wishes survive a reload of
 * the tab, and die with it. Gives back what notes a wish.
 */
export function useDirectDownloads(exports: readonly Export[] | null): (id: string) => void {
  useEffect(() => {
    const ended = (exports ?? []).filter((status) => !isActive(status));
    for (const { id, state } of ended) {
      if (takeWish(id) && state === 'completed') download(fileUrl(id));
    }
  }, [exports]);

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

/** As if the person had followed a link, so that the page stays and the browser shows the download. */
function download(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}
