import type { ExportProgress } from './progress.ts';

/** One watcher's view of what happens to an export in this process. */
export interface LiveSubscription {
  /** The latest progress of a worker in this process since the subscription began. */
  readonly progress: ExportProgress | undefined;
  /** Whether this process has written the record since the last call. */
  takeRecordChange(): boolean;
  /** Resolves at the next change, or when `signal` aborts, whichever is first. */
  change(signal: AbortSignal): Promise<void>;
  [Symbol.dispose](): void;
}

/** What workers of this process tell watchers of this process. Holds nothing of an export that nobody watches. */
export interface LiveProgress {
  report(progress: ExportProgress): void;
  recordChanged(exportId: string): void;
  subscribe(exportId: string): LiveSubscription;
}

export function createLiveProgress(): LiveProgress {
  const watchers = new Map<string, Set<Watcher>>();

  return {
    report(progress) {
      for (const watcher of watchers.get(progress.exportId) ?? []) watcher.tell({ progress });
    },
    recordChanged(exportId) {
      for (const watcher of watchers.get(exportId) ?? []) watcher.tell({ isRecordChanged: true });
    },
    subscribe(exportId) {
      const watcher = createWatcher(() => {
        const others = watchers.get(exportId);
        others?.delete(watcher);
        if (others?.size === 0) watchers.delete(exportId);
      });
      watchers.set(exportId, (watchers.get(exportId) ?? new Set()).add(watcher));
      return watcher;
    },
  };
}

interface Watcher extends LiveSubscription {
  tell(news: { readonly progress?: ExportProgress; readonly isRecordChanged?: boolean }): void;
}

function createWatcher(onDispose: () => void): Watcher {
  let progress: ExportProgress | undefined;
  let isRecordChanged = false;
  let hasNews = false;
  let wake: (() => void) | undefined;

  return {
    get progress() {
      return progress;
    },
    tell(news) {
      progress = news.progress ?? progress;
      isRecordChanged ||= news.isRecordChanged === true;
      hasNews = true;
      wake?.();
    },
    takeRecordChange() {
      const was = isRecordChanged;
      isRecordChanged = false;
      return was;
    },
    async change(signal) {
      if (!hasNews && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
      wake = undefined;
      hasNews = false;
    },
    [Symbol.dispose]: onDispose,
  };
}
