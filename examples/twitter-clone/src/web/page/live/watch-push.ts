import { createExportWatcher, type ExportEnding } from '@export-engine/notifier-websocket/client';
import { issueTicket, pushUrl, readExport } from '../api/exports-api.ts';

/** Waits for the push that tells an export's ending. Gives back what stops the waiting. */
export function watchPush(exportId: string, onEnded: (ending: ExportEnding) => void): () => void {
  const watcher = createExportWatcher({
    exportId,
    webSocketUrl: pushUrl(),
    fetchStatus: readExport,
    getTicket: issueTicket,
    onEnded,
  });
  return () => watcher.close();
}
