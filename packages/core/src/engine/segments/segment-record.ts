import type { EngineContext } from '../engine-context.ts';
import { type ExportRecord, emptyCheckpoint, type FoldRecord } from '../export-record.ts';

/**
 * One partition's share of an export's file: what its worker has of its own. The export's record stays the truth about the
 * whole: a segment's record is there for as long as its export is `running`, and its removal is what stops its worker.
 */
export interface SegmentRecord extends FoldRecord {
  readonly state: 'running';
  /** The snapshot as this partition's server last renewed it; `null` for the export's own. */
  readonly snapshot: FoldRecord['snapshot'];
}

/** A segment as `prepare` writes it. */
export function newSegment(context: EngineContext, { id, target }: ExportRecord, partition: number): SegmentRecord {
  return {
    recordVersion: 1,
    id,
    state: 'running',
    commitId: '',
    updatedAt: new Date(context.clock.now()).toISOString(),
    snapshot: null,
    target: { ...target, key: `${target.key}.segment-${partition}` },
    upload: null,
    checkpoint: { ...emptyCheckpoint, position: { partition, after: null, skipRows: 0 } },
    lease: null,
    stall: null,
    file: null,
  };
}

export function segmentKey(exportId: string, partition: number): string {
  return `${segmentPrefix(exportId)}${partition}`;
}

export function segmentPrefix(exportId: string): string {
  return `segments/${exportId}/`;
}
