import type { ExportEnding } from '@export-engine/notifier-websocket/client';
import type { Export } from '../api/exports-api.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatCountOf } from '../format/numbers.ts';
import type { Toast } from '../hooks/use-toasts.ts';

/** An ending as it is read aloud. */
export function endingWords({ state, fileName, progress, failure }: Export): string {
  const rows = formatCountOf(progress.rows, 'row', 'rows');
  if (state === 'completed') return `Export finished: ${rows} in ${fileName}.`;
  return state === 'cancelled' ? 'Export cancelled.' : `Export failed. ${failure?.message ?? ''}`;
}

/** An ending that was pushed, as a notice. */
export function pushToast({ exportId, state, fileName, rows, bytes, failure }: ExportEnding): Toast {
  const id = `push-${exportId}`;
  if (state === 'failed') {
    return { id, tone: 'bad', title: 'Your export failed', detail: failure?.message };
  }
  if (state === 'cancelled') return { id, tone: 'neutral', title: 'Your export was cancelled' };
  return {
    id,
    tone: 'good',
    title: 'Your export is ready',
    detail: `${fileName} · ${formatCountOf(rows, 'row', 'rows')} · ${formatBytes(bytes)}`,
    fileOf: exportId,
  };
}
