/** Files and records in a folder, for the export engine: a sink with signed links, their handler, and a store. @module */
export { type FileLinkHandler, type FileLinkHandlerOptions, fileLinkHandler } from './file-link-handler.ts';
export { type FilesystemSinkOptions, filesystemSink } from './filesystem-sink.ts';
export { type FilesystemStoreOptions, filesystemStore } from './filesystem-store.ts';
export type { FilesystemLinkOptions } from './links/link-options.ts';
