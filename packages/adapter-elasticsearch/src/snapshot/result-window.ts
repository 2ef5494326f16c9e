import { ExportEngineError } from '@export-engine/core';
import { isRecord } from '../is-record.ts';
import { indexPath } from '../query/index-names.ts';
import { type Connection, callServer, jsonOf } from '../transport/call-server.ts';

/** `index.max_result_window` where nobody changed it. */
const DEFAULT_RESULT_WINDOW = 10_000;
const SETTING = 'index.max_result_window';

/**
 * The largest page that every index of the query allows. Who may read the documents may not be allowed to read the
 * settings: then it is the default, and a page that is refused is asked for again with fewer rows.
 */
export async function fetchResultWindow(
  connection: Connection,
  index: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  try {
    return await callServer(
      connection,
      {
        method: 'GET',
        path: `/${indexPath(index)}/_settings/${SETTING}`,
        querystring: { flat_settings: 'true' },
      },
      { phase: 'before-snapshot', signal, read: (answer) => smallestWindow(jsonOf(answer, connection.owner)) },
    );
  } catch (error) {
    if (!ExportEngineError.isInstance(error) || error.isRetryable) throw error;
    return DEFAULT_RESULT_WINDOW;
  }
}

function smallestWindow(body: unknown): number {
  const indices = isRecord(body) ? Object.values(body) : [];
  const windows = indices.map((index) => {
    const settings = isRecord(index) && isRecord(index['settings']) ? index['settings'] : {};
    return Number(settings[SETTING] ?? DEFAULT_RESULT_WINDOW);
  });
  return Math.max(1, Math.min(DEFAULT_RESULT_WINDOW, ...windows.filter(Number.isSafeInteger)));
}
