import { createExportWatcher, type ExportEnding } from '@export-engine/notifier-websocket/client';
import type { ExportsApi } from '../api/exports-api.ts';

/** Waits for the push that tells an export's ending. Gives back what stops the waiting. */
export function watchPush(api: ExportsApi, exportId: string, onEnded: (ending: ExportEnding) => void): () => void {
  const watcher = createExportWatcher({
    exportId,
    webSocketUrl: api.pushUrl,
    fetchStatus: api.read,
    getTicket: api.issueTicket,
    onEnded,
  });
  return () => watcher.close();
}
