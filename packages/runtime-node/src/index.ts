/** One Node process that serves exports: HTTP API, websockets and the work itself. @module */
export { createExportServer, type ExportServer, type ServerStartOptions } from './create-export-server.ts';
export type { ExportServerPushOptions } from './push/server-push.ts';
export { maxExportMemoryBytes, type ServerMemoryOptions } from './server-memory.ts';
export type { ExportServerActivity, ExportServerOptions, ExportServerSweepOptions } from './server-options.ts';
export type { ExportServerState } from './server-state.ts';
export { type StopOnSignalsOptions, stopOnSignals } from './stop-on-signals.ts';
