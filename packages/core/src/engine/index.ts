export {
  createExportEngine,
  type EngineCallOptions,
  type ExportEngine,
  type FileLinkOptions,
  type ListOptions,
  type OwnedCallOptions,
  type StartOptions,
  type TokenLinkOptions,
  type WatchOptions,
} from './create-export-engine.ts';
export type { ExportEngineOptions } from './engine-options.ts';
export type { ExportState, Failure } from './export-record.ts';
export type { ExportRecipient, ExportRequest } from './export-request.ts';
export type { ExportStatus } from './export-status.ts';
export type { FileAccessOptions } from './file-access.ts';
export type { ExportProgress } from './progress.ts';
export type { SweepLimits, SweepResult } from './sweep.ts';
