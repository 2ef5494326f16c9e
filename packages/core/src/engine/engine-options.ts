import { planColumns } from '../columns/index.ts';
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
import { ExportEngineError } from '../errors/index.ts';
import { csv } from '../formats/csv/index.ts';
import { ndjson } from '../formats/ndjson/index.ts';
import { arrayOf, checkOptions, custom, func, integer, object, objectWith, optional } from '../options/index.ts';
import { inProcessOrchestrator } from '../orchestrators/in-process.ts';
import type { Clock } from '../timing/clock.ts';
import type { EngineContext } from './engine-context.ts';
import { createFileAccess, type FileAccessOptions } from './file-access.ts';
import { createLiveProgress } from './live-progress.ts';
import { defaultPartBytes } from './parts/part-plan.ts';
import type { ExportProgress } from './progress.ts';

export interface ExportEngineOptions<Query extends JsonValue = JsonValue> {
  readonly source: Source<Query>;
  readonly sink: Sink;
  readonly store: Store;
  /** @default `inProcessOrchestrator()` */
  readonly orchestrator?: Orchestrator | undefined;
  readonly notifiers?: readonly Notifier[] | undefined;
  /** By the name that requests use; the first is the default. @default `{ csv: csv(), ndjson: ndjson() }` */
  readonly formats?: Readonly<Record<string, Format>> | undefined;
  /** Columns of every export whose request names none; may hold functions. @default what the source describes */
  readonly columns?: readonly ColumnDefinition[] | undefined;
  /** Size of the first parts in bytes, within the sink's limits. Parts grow as a file does. @default 8 MiB */
  readonly partBytes?: number | undefined;
  /** Parts on their way to the sink at once, 1 to 16. @default 3 */
  readonly partsInFlight?: number | undefined;
  /** Wanted size of one page in bytes, 1 to 64 MiB. @default 4 MiB */
  readonly pageBytes?: number | undefined;
  /** Bound on the bytes of all parts of one export in memory; a single part that is larger still goes. @default 64 MiB */
  readonly maxBufferedBytes?: number | undefined;
  /** How long a worker that died blocks its export, 1 to 3,600 s. @default 30 */
  readonly leaseSeconds?: number | undefined;
  /** How long an export waits without any progress on something transient, 1 to 86,400 s. @default 900 */
  readonly stallLimitSeconds?: number | undefined;
  /**
   * Stable address of an export's file in the application, for notifications. Without `token` it has to authorise by
   * itself; with one, whoever has the address has the file, until the token expires or is revoked.
   */
  readonly fileUrl?: ((exportId: string, access: { readonly token: string | undefined }) => string) | undefined;
  /** Lets `fileUrl` open files without signing in, by signed tokens that expire and can be revoked. @default no tokens */
  readonly fileAccess?: FileAccessOptions | undefined;
  /** Called after every page, with rows that are not durable yet. What it throws is ignored. */
  readonly onProgress?: ((progress: ExportProgress) => void) | undefined;
}

const mib = 1024 * 1024;

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID`, `EXPORT_SPEC_UNSUPPORTED` */
export function checkEngineOptions(options: unknown, clock: Clock): EngineContext {
  const owner = 'createExportEngine()';
  checkOptions<ExportEngineOptions>(owner, options, {
    source: objectWith(['validate', 'describe', 'open', 'read', 'close'], 'a source'),
    sink: objectWith(['begin', 'writePart', 'complete', 'put', 'abort', 'remove', 'link'], 'a sink'),
    store: objectWith(['read', 'write', 'list', 'remove'], 'a store'),
    orchestrator: optional(objectWith(['start', 'stop'], 'an orchestrator')),
    notifiers: optional(arrayOf(objectWith(['validateRecipient', 'notify'], 'a notifier'), { max: 100 })),
    formats: optional(formatsCheck()),
    columns: optional(
      arrayOf(
        custom('a column', (value) => value !== null),
        { min: 1, max: 2000 },
      ),
    ),
    partBytes: optional(integer({ min: 1, max: 5 * 1024 * mib })),
    partsInFlight: optional(integer({ min: 1, max: 16 })),
    pageBytes: optional(integer({ min: 1, max: 64 * mib })),
    maxBufferedBytes: optional(integer({ min: 1, max: 64 * 1024 * mib })),
    leaseSeconds: optional(integer({ min: 1, max: 3600 })),
    stallLimitSeconds: optional(integer({ min: 1, max: 86_400 })),
    fileUrl: optional(func()),
    fileAccess: optional(object()),
    onProgress: optional(func()),
  });
  const { source, sink, store, notifiers = [], formats = { csv: csv(), ndjson: ndjson() }, columns } = options;
  const { orchestrator = inProcessOrchestrator() } = options;
  for (const part of [source, sink, store, orchestrator, ...notifiers, ...Object.values(formats)]) checkSpec(part);
  if (columns !== undefined) planColumns(columns, owner);
  return {
    source,
    sink,
    store,
    orchestrator,
    notifiers: uniqueByName(notifiers),
    formats: new Map(Object.entries(formats)),
    columns,
    partBytes: checkPartBytes(owner, options.partBytes, sink),
    partsInFlight: options.partsInFlight ?? 3,
    pageBytes: options.pageBytes ?? 4 * mib,
    maxBufferedBytes: options.maxBufferedBytes ?? 64 * mib,
    leaseMs: (options.leaseSeconds ?? 30) * 1000,
    stallLimitMs: (options.stallLimitSeconds ?? 900) * 1000,
    fileUrl: options.fileUrl,
    fileAccess: options.fileAccess === undefined ? undefined : createFileAccess(owner, options.fileAccess),
    live: createLiveProgress(),
    onProgress: options.onProgress,
    clock,
  };
}

function formatsCheck() {
  const format = objectWith(['createEncoder'], 'a format');
  return custom('an object of formats by name, at least one', (value) => {
    return (
      object().accepts(value) &&
      Object.values(value as object).length > 0 &&
      Object.values(value as object).every(format.accepts)
    );
  });
}

function checkSpec(part: { readonly specVersion: unknown; readonly name: string }): void {
  if (part.specVersion === 1) return;
  throw new ExportEngineError(
    'EXPORT_SPEC_UNSUPPORTED',
    `"${String(part.name)}" was written for version ${String(part.specVersion)} of the contracts; this engine speaks version 1.`,
  );
}

function uniqueByName(notifiers: readonly Notifier[]): ReadonlyMap<string, Notifier> {
  const byName = new Map(notifiers.map((notifier) => [notifier.name, notifier]));
  if (byName.size === notifiers.length) return byName;
  throw new ExportEngineError(
    'EXPORT_OPTIONS_INVALID',
    'createExportEngine(): option "notifiers" must not repeat a name.',
  );
}

function checkPartBytes(owner: string, partBytes: number | undefined, { name, capabilities }: Sink): number {
  if (partBytes === undefined) return defaultPartBytes(capabilities);
  const { minPartBytes, maxPartBytes } = capabilities;
  const max = Math.floor(maxPartBytes / 2);
  if (partBytes >= minPartBytes && partBytes <= max) return partBytes;
  throw new ExportEngineError(
    'EXPORT_OPTIONS_INVALID',
    `${owner}: option "partBytes" must be an integer from ${minPartBytes} to ${max} for sink "${name}"; got number ${partBytes}.`,
    { details: { owner, option: 'partBytes' } },
  );
}
