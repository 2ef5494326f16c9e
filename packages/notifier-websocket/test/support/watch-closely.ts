import {
  createExportWatcher,
  type ExportEnding,
  type ExportWatcher,
  type ExportWatcherOptions,
  type WatchedExport,
} from '../../src/client/index.ts';

export interface WatchLog {
  readonly watcher: ExportWatcher;
  readonly statuses: readonly WatchedExport[];
  readonly endings: readonly ExportEnding[];
  readonly errors: readonly unknown[];
  /** The names of all callbacks that were called, in order. */
  readonly calls: readonly ('status' | 'ended' | 'error')[];
}

/** A watcher with every call of every callback kept. */
export function watchClosely(options: Omit<ExportWatcherOptions, 'onStatus' | 'onEnded' | 'onError'>): WatchLog {
  const statuses: WatchedExport[] = [];
  const endings: ExportEnding[] = [];
  const errors: unknown[] = [];
  const calls: ('status' | 'ended' | 'error')[] = [];
  const watcher = createExportWatcher({
    ...options,
    onStatus(status) {
      statuses.push(status);
      calls.push('status');
    },
    onEnded(ending) {
      endings.push(ending);
      calls.push('ended');
    },
    onError(error) {
      errors.push(error);
      calls.push('error');
    },
  });
  return { watcher, statuses, endings, errors, calls };
}
