import { ExportEngineError } from '@export-engine/core';
import { type Connection, callServer } from '../transport/call-server.ts';
import { SearchServerError } from '../transport/server-error.ts';
import type { Dialect } from './dialect.ts';

/** Closes a point in time. One that is already gone is fine. */
export async function closePointInTime(
  dialect: Dialect,
  connection: Connection,
  pitId: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await callServer(connection, dialect.closeRequest(pitId), { phase: 'on-snapshot', signal, read: () => undefined });
  } catch (error) {
    if (!isAlreadyGone(error)) throw error;
  }
}

function isAlreadyGone(error: unknown): boolean {
  if (!ExportEngineError.isInstance(error) || !(error.cause instanceof SearchServerError)) return false;
  return error.cause.status === 404 || error.code === 'EXPORT_SOURCE_CURSOR_LOST';
}

/** Closing takes no longer than this after something else went wrong. */
const CLOSE_TIMEOUT_MS = 10_000;

/**
 * Closes a point in time after a failure, which is what the caller hears about. If this fails too, the point in time
 * ends by itself after its keep-alive.
 */
export async function closeQuietly(dialect: Dialect, connection: Connection, pitId: string): Promise<void> {
  const brief: Connection = {
    ...connection,
    maxRetries: 0,
    requestTimeoutMs: Math.min(connection.requestTimeoutMs, CLOSE_TIMEOUT_MS),
  };
  // The caller's signal may be what ended the work.
  const { signal } = new AbortController();
  await closePointInTime(dialect, brief, pitId, signal).catch(() => undefined);
}
