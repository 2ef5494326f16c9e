import type { ExportEvent } from '@export-engine/core';

/** The ending of an export, for Ada. */
export function sampleEvent(changes: Partial<ExportEvent> = {}): ExportEvent {
  return {
    type: 'completed',
    exportId: '0d3c3a52-7a39-4f0e-9a58-0b8f0f1f8f9a',
    owner: 'ada',
    recipient: { address: 'ada@example.org', name: 'Ada Lovelace' },
    fileName: 'posts.csv',
    rows: 1234,
    bytes: 56_789,
    fileUrl: 'https://app.example/exports/1/file',
    endedAt: '2026-01-02T03:04:05.678Z',
    ...changes,
  };
}

export function failedEvent(changes: Partial<ExportEvent> = {}): ExportEvent {
  const failure = { code: 'EXPORT_SOURCE_INCOMPLETE', message: 'Rows are missing.' };
  return sampleEvent({ type: 'failed', failure, ...changes });
}
