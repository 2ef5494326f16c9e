import type {
  ColumnDefinition,
  Format,
  JsonValue,
  Notifier,
  Orchestrator,
  Sink,
  Source,
  Store,
} from '../contracts/index.ts';
import type { Clock } from '../timing/clock.ts';
import type { FileAccess } from './file-access.ts';
import type { LiveProgress } from './live-progress.ts';
import type { ExportProgress } from './progress.ts';

/** The engine's options after checking, with defaults filled in: what every step is given. */
export interface EngineContext {
  readonly source: Source<JsonValue>;
  readonly sink: Sink;
  readonly store: Store;
  readonly orchestrator: Orchestrator;
  readonly notifiers: ReadonlyMap<string, Notifier>;
  /** By name; the first is the default. */
  readonly formats: ReadonlyMap<string, Format>;
  readonly columns: readonly ColumnDefinition[] | undefined;
  readonly partBytes: number;
  readonly partsInFlight: number;
  readonly pageBytes: number;
  readonly maxBufferedBytes: number;
  readonly leaseMs: number;
  readonly stallLimitMs: number;
  readonly fileUrl: ((exportId: string, access: { readonly token: string | undefined }) => string) | undefined;
  readonly fileAccess: FileAccess | undefined;
  readonly live: LiveProgress;
  readonly onProgress: ((progress: ExportProgress) => void) | undefined;
  readonly clock: Clock;
}
