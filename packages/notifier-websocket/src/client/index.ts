/** The browser's end: no dependency, nothing of Node. @module */
export { createExportWatcher, type ExportWatcher } from './create-export-watcher.ts';
export type { ExportEnding, WatchedExport } from './watched-export.ts';
export type { BackoffOptions, ExportWatcherOptions, PollingOptions, WatchCallOptions } from './watcher-options.ts';
export type { WebSocketConstructor, WebSocketLike } from './web-socket-like.ts';
