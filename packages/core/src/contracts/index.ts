export type {
  ArrayStyle,
  BoundColumn,
  CellValue,
  ColumnDefinition,
  ColumnDescription,
  ColumnType,
  ComputedColumn,
  PathColumn,
  PlannedColumn,
  RowFunctionColumn,
} from './column.ts';
export type { Compression, EncodedRows, Format, RowEncoder } from './format.ts';
export type { JsonObject, JsonValue } from './json.ts';
export type { ExportEvent, Notifier, NotifyOptions } from './notifier.ts';
export type {
  AdvanceOptions,
  ExportSteps,
  Orchestrator,
  OrchestratorCallOptions,
  PrepareOutcome,
  StepOptions,
  StepOutcome,
} from './orchestrator.ts';
export type {
  AbortOptions,
  CheckedBytes,
  CheckedLength,
  CompleteOptions,
  Link,
  LinkOptions,
  Part,
  PartReceipt,
  Segment,
  Sink,
  SinkCallOptions,
  SinkCapabilities,
  SinkTarget,
  StoredFile,
  Upload,
} from './sink.ts';
export type {
  Cursor,
  OpenOptions,
  Page,
  Partition,
  ReadOptions,
  Row,
  RowBatch,
  Snapshot,
  Source,
  SourceCallOptions,
  SourceCapabilities,
} from './source.ts';
export type { Store, StoreCallOptions, StoreEntry, StoreWriteOptions } from './store.ts';
