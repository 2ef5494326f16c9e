import { ExportEngineError } from '@export-engine/core';
import { isRecord } from '../is-record.ts';
import { indexPath } from '../query/index-names.ts';
import { type Connection, callServer, jsonOf } from '../transport/call-server.ts';
import { SearchServerError } from '../transport/server-error.ts';
import type { Dialect } from './dialect.ts';

export interface PointInTime {
  readonly pitId: string;
  /** Undefined on servers that do not tell (Elasticsearch 7). */
  readonly shards: number | undefined;
}

/** How long an abort waits for the answer that holds the id, so that the point in time can be closed. */
const ABORT_GRACE_MS = 2000;

/**
 * Opens a point in time on every shard of the indices.
 *
 * @throws ExportEngineError `EXPORT_SOURCE_REJECTED` when no index is there, `EXPORT_SOURCE_INCOMPLETE` when a shard is
 * not; whatever the request meets. The point in time is then not open, or known by `onOpened`.
 */
export async function openPointInTime(
  dialect: Dialect,
  connection: Connection,
  index: readonly string[],
  options: {
    readonly keepAlive: string;
    readonly signal: AbortSignal;
    /** Told as soon as there is something to close. */
    readonly onOpened: (pitId: string) => void;
  },
): Promise<PointInTime> {
  const opened = await requestPointInTime(dialect, connection, index, options);
  const pitId = dialect.openedId(opened);
  if (typeof pitId !== 'string' || pitId === '') {
    throw new ExportEngineError('EXPORT_SOURCE_REJECTED', `${dialect.label} opened no point in time.`);
  }
  options.onOpened(pitId);
  options.signal.throwIfAborted();
  return { pitId, shards: checkShards(opened['_shards'], dialect) };
}

async function requestPointInTime(
  dialect: Dialect,
  connection: Connection,
  index: readonly string[],
  { keepAlive, signal }: { readonly keepAlive: string; readonly signal: AbortSignal },
): Promise<Readonly<Record<string, unknown>>> {
  const late = abortLater(signal, ABORT_GRACE_MS);
  try {
    return await callServer(connection, dialect.openRequest(indexPath(index), keepAlive), {
      phase: 'before-snapshot',
      signal: late.signal,
      read: (answer) => {
        const body = jsonOf(answer, dialect.label);
        return isRecord(body) ? body : {};
      },
    });
  } catch (error) {
    signal.throwIfAborted();
    throw explain(error, dialect);
  } finally {
    late.dispose();
  }
}

function checkShards(value: unknown, dialect: Dialect): number | undefined {
  if (!isRecord(value)) return undefined;
  const { total, successful } = value;
  if (total === 0) throw nothingMatched();
  if (typeof total === 'number' && total === successful) return total;
  throw new ExportEngineError(
    'EXPORT_SOURCE_INCOMPLETE',
    `${dialect.label} could not open the point in time on every shard.`,
    typeof total === 'number' && typeof successful === 'number'
      ? { details: { totalShards: total, successfulShards: successful } }
      : {},
  );
}

/** Says what is meant where the server's own words do not. */
function explain(error: unknown, dialect: Dialect): unknown {
  const cause = ExportEngineError.isInstance(error) ? error.cause : undefined;
  if (!(cause instanceof SearchServerError)) return error;
  if (cause.reasons.includes('invalid id: [null]')) return nothingMatched(cause);
  if (!cause.reasons.some((reason) => reason.startsWith('no handler found'))) return error;
  return new ExportEngineError(
    'EXPORT_SOURCE_REJECTED',
    `The server does not know how ${dialect.label} opens a point in time: it is another product, or too old.`,
    { cause },
  );
}

function nothingMatched(cause?: unknown): ExportEngineError {
  return new ExportEngineError('EXPORT_SOURCE_REJECTED', 'The index pattern of the query matches no index.', { cause });
}

/** A signal that is aborted some time after another, for a request whose answer is worth waiting for. */
function abortLater(signal: AbortSignal, graceMs: number): { readonly signal: AbortSignal; dispose(): void } {
  signal.throwIfAborted();
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    timer = setTimeout(() => controller.abort(signal.reason), graceMs);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    dispose() {
      signal.removeEventListener('abort', onAbort);
      clearTimeout(timer);
    },
  };
}
