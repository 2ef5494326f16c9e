import { createExportWatcher, type ExportWatcher, type WatchedExport } from '@export-engine/notifier-websocket/client';

/** @param api Where the HTTP API is: `https://app.example` */
export function watchExport(exportId: string, api: string, show: (text: string) => void): ExportWatcher {
  return createExportWatcher({
    exportId,
    webSocketUrl: `${api.replace(/^http/, 'ws')}/push`,
    fetchStatus: (id, { signal }) => call<WatchedExport>(`${api}/exports/${id}`, { signal }),
    getTicket: (id, { signal }) => call<{ ticket: string }>(`${api}/exports/${id}/tickets`, { method: 'POST', signal }),
    onStatus: ({ progress }) => show(`${progress.rows} rows so far`),
    onEnded: ({ state, fileName }) => show(`${fileName}: ${state}`),
    onError: () => show('Sign in to see your export.'),
  });
}

/** An error's `status` tells the watcher whether another try can help. */
async function call<Answer>(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  if (!response.ok) throw Object.assign(new Error(`HTTP ${response.status}`), { status: response.status });
  return (await response.json()) as Answer;
}
