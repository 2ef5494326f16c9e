import type { ExportEvent, ExportState, ExportStatus } from '@export-engine/core';

export function statusOf(id: string, state: ExportState): ExportStatus {
  const hasEnded = state === 'completed' || state === 'failed' || state === 'cancelled';
  return {
    id,
    owner: 'ada',
    state,
    format: 'csv',
    fileName: `${id}.csv`,
    label: null,
    createdAt: '2026-01-02T03:04:05.678Z',
    endedAt: hasEnded ? '2026-01-02T03:05:05.678Z' : null,
    progress: { exportId: id, state, rows: 10, bytes: 100, expectedRows: 20, rowsPerSecond: 0, secondsLeft: null },
    failure: state === 'failed' ? { code: 'EXPORT_SOURCE_INCOMPLETE', message: 'Rows are missing.' } : null,
    waitingOn: null,
    deliveries: [],
  };
}

export function eventOf(exportId: string, type: ExportEvent['type'] = 'completed'): ExportEvent {
  return {
    type,
    exportId,
    owner: 'ada',
    recipient: null,
    fileName: `${exportId}.csv`,
    rows: 10,
    bytes: 100,
    endedAt: '2026-01-02T03:05:05.678Z',
  };
}
