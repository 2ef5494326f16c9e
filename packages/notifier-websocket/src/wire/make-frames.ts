import type { ExportEvent, ExportStatus } from '@export-engine/core';
import type { EndedFrame, StatusFrame } from './frames.ts';

/** An ending as the engine tells it. */
export function endedFrameOf(event: ExportEvent): EndedFrame {
  const { type: state, exportId, fileName, rows, bytes, fileUrl, failure, endedAt } = event;
  return { type: 'ended', exportId, state, fileName, rows, bytes, fileUrl, failure, endedAt };
}

/** The state for whoever has just subscribed. */
export function statusFrameOf(status: ExportStatus): StatusFrame<Omit<ExportStatus, 'owner'>> {
  const { owner: _, ...shown } = status;
  return { type: 'status', export: shown };
}

/** The ending for whoever subscribed too late to be told. @returns `undefined` when it has not ended */
export function lateEndedFrameOf(status: ExportStatus, fileUrl: string | undefined): EndedFrame | undefined {
  const { id: exportId, state, fileName, progress, failure, createdAt } = status;
  if (state !== 'completed' && state !== 'failed' && state !== 'cancelled') return undefined;
  const { rows, bytes } = progress;
  const endedAt = status.endedAt ?? createdAt;
  return { type: 'ended', exportId, state, fileName, rows, bytes, fileUrl, failure: failure ?? undefined, endedAt };
}
