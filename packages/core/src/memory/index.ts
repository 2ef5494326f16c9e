export {
  type MemoryNotifier,
  type MemoryNotifierBackend,
  type MemoryNotifierOptions,
  memoryNotifier,
  memoryNotifierBackend,
} from './memory-notifier.ts';
export type { MemoryQuery } from './memory-query.ts';
export { type MemorySink, type MemorySinkOptions, memorySink } from './memory-sink.ts';
export {
  fetchMemoryLink,
  type MemoryFile,
  type MemorySinkBackend,
  type MemoryUpload,
  memorySinkBackend,
} from './memory-sink-backend.ts';
export { type MemorySource, type MemorySourceOptions, memorySource } from './memory-source.ts';
export {
  addMemoryRows,
  type MemoryRow,
  type MemorySourceBackend,
  memorySourceBackend,
} from './memory-source-backend.ts';
export {
  type MemoryStore,
  type MemoryStoreBackend,
  type MemoryStoreOptions,
  memoryStore,
  memoryStoreBackend,
} from './memory-store.ts';
