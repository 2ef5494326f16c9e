import { randomBytes, randomUUID } from 'node:crypto';
import { planColumns } from '../columns/index.ts';
import type { JsonValue, PathColumn, PlannedColumn } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import {
  arrayOf,
  type Check,
  checkOptions,
  custom,
  integer,
  object,
  optional,
  string,
  typeName,
} from '../options/index.ts';
import type { EngineContext } from './engine-context.ts';
import { type Delivery, type ExportRecord, emptyCheckpoint } from './export-record.ts';
import { checkFileName } from './file-name.ts';
import { formatOf } from './plan.ts';

/** Whom to tell about the ending. */
export interface ExportRecipient {
  /** Name of one of the engine's notifiers. */
  readonly notifier: string;
  /** What that notifier understands: an address, a connection. JSON. */
  readonly recipient: JsonValue;
}

/** One request to turn a query's result into one file. */
export interface ExportRequest<Query = JsonValue> {
  /** Whose export it is; every later read is checked against it. 1 to 256 characters. */
  readonly owner: string;
  /** What the source understands. */
  readonly query: Query;
  /** Paths only: functions belong in the engine's own `columns`. @default the engine's columns, else the source's */
  readonly columns?: readonly (string | PathColumn)[] | undefined;
  /** Name of one of the engine's formats. @default the first */
  readonly format?: string | undefined;
  /** What the export is of, for people: shown in its status and told by notifiers. 1 to 200 characters. */
  readonly label?: string | undefined;
  /**
   * The same key of the same owner starts nothing a second time: the first export is returned. 1 to 256 characters. It is
   * known for as long as the export's record is kept.
   */
  readonly idempotencyKey?: string | undefined;
  /** Name for whoever saves the file; the extension is added when it is missing. @default 'export' */
  readonly fileName?: string | undefined;
  /**
   * How many partitions the source should split the result into, 1 to 1,024; it may give fewer, and gives one when the query
   * asks for an order. With a sink that can `assemble`, workers read them side by side. @default 1
   */
  readonly partitions?: number | undefined;
  readonly notify?: readonly ExportRecipient[] | undefined;
}

/**
 * Checks a request and makes its record. Nothing is started or written.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` naming the option, its type and what is allowed
 */
export function newRecord(context: EngineContext, request: unknown): ExportRecord {
  checkOptions<ExportRequest>('export request', request, {
    owner: string({ max: 256 }),
    query: anything(),
    columns: optional(arrayOf(pathColumn(), { min: 1, max: 2000 })),
    format: optional(string({ max: 100 })),
    label: optional(string({ max: 200 })),
    idempotencyKey: optional(string({ max: 256 })),
    fileName: optional(string({ max: 200 })),
    partitions: optional(integer({ min: 1, max: 1024 })),
    notify: optional(arrayOf(object(), { max: 20 })),
  });
  const {
    owner,
    columns,
    label = null,
    format = firstKey(context.formats),
    fileName = 'export',
    partitions = 1,
    notify = [],
  } = request;
  const { mediaType, fileExtension } = formatOf(context, format);
  checkFileName(fileName);
  if (partitions > 1 && !context.source.capabilities.partitions) {
    throw invalid('partitions', `must be 1: source "${context.source.name}" can't split a result; got ${partitions}`);
  }
  const query = context.source.validate(request.query);
  const deliveries = notify.map((entry, index) => newDelivery(context, entry, index));
  const requestedColumns: readonly PlannedColumn[] | null =
    columns === undefined ? null : planColumns(columns, 'export request');

  const id = randomUUID();
  const now = new Date(context.clock.now()).toISOString();
  return {
    recordVersion: 1,
    id,
    owner,
    label,
    state: 'queued',
    commitId: '',
    createdAt: now,
    updatedAt: now,
    endedAt: null,
    request: { query, format, partitions },
    claimKey: null,
    accessVersion: 1,
    requestedColumns,
    plan: null,
    snapshot: null,
    target: {
      key: `exports/${id}.${fileExtension}`,
      mediaType,
      fileName: withExtension(fileName, fileExtension),
      token: randomBytes(16).toString('hex'),
    },
    upload: null,
    checkpoint: emptyCheckpoint,
    lease: null,
    stall: null,
    file: null,
    failure: null,
    isCleanedUp: false,
    cleanUpAttempts: 0,
    deliveries,
  };
}

function newDelivery(context: EngineContext, entry: unknown, index: number): Delivery {
  checkOptions<ExportRecipient>(`export request: notify[${index}]`, entry, {
    notifier: string({ max: 100 }),
    recipient: anything(),
  });
  const notifier = context.notifiers.get(entry.notifier);
  if (notifier === undefined) {
    const known = [...context.notifiers.keys()].map((name) => `"${name}"`).join(', ') || 'none is configured';
    throw invalid(`notify[${index}].notifier`, `must name a configured notifier (${known}); got another string`);
  }
  const recipient = notifier.validateRecipient(entry.recipient);
  return { notifier: entry.notifier, recipient, status: 'pending', attempts: 0, code: null };
}

/** A value whose own check comes later, by the adapter it is for. */
function anything(): Check {
  return custom('a value', (value) => value !== undefined);
}

function pathColumn(): Check {
  return {
    expected: 'a path or an object with a path (functions belong in the engine\'s own "columns")',
    accepts: (value) =>
      typeof value === 'string' || (typeof value === 'object' && value !== null && !('value' in value)),
  };
}

/** `report`, `report.csv` and `report.csv.gz` all become `report.csv.gz`. */
function withExtension(fileName: string, extension: string): string {
  const wanted = extension.split('.');
  for (let given = wanted.length; given > 0; given -= 1) {
    if (!fileName.toLowerCase().endsWith(`.${wanted.slice(0, given).join('.')}`)) continue;
    return [fileName, ...wanted.slice(given)].join('.');
  }
  return `${fileName}.${extension}`;
}

function firstKey(formats: EngineContext['formats']): string {
  return [...formats.keys()][0] ?? '';
}

function invalid(option: string, text: string): ExportEngineError {
  return new ExportEngineError('EXPORT_OPTIONS_INVALID', `export request: option "${option}" ${text}.`, {
    details: { owner: 'export request', option },
  });
}

/** The words for a missing or mistyped id. */
export function checkId(exportId: unknown): asserts exportId is string {
  if (typeof exportId === 'string' && /^[0-9a-f-]{36}$/.test(exportId)) return;
  if (typeof exportId === 'string') throw new ExportEngineError('EXPORT_NOT_FOUND', 'No such export.');
  throw new ExportEngineError('EXPORT_OPTIONS_INVALID', `The export id must be a string; got ${typeName(exportId)}.`);
}
