import type { SinkTarget } from '../../contracts/index.ts';
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
export function newSegment(context: EngineContext, record: ExportRecord, partition: number): SegmentRecord {
  return {
    recordVersion: 1,
    id: record.id,
    state: 'running',
    commitId: '',
    updatedAt: new Date(context.clock.now()).toISOString(),
    snapshot: null,
    target: segmentTarget(record, partition),
    upload: null,
    checkpoint: { ...emptyCheckpoint, position: { partition, after: null, skipRows: 0 } },
    lease: null,
    stall: null,
    file: null,
  };
}

/** Where a segment's file goes: beside the whole. Past the last partition's index it is the trailer's. */
export function segmentTarget({ target }: ExportRecord, partition: number): SinkTarget {
  return { ...target, key: `${target.key}.segment-${partition}` };
}

export function segmentKey(exportId: string, partition: number): string {
  return `${segmentPrefix(exportId)}${partition}`;
}

export function segmentPrefix(exportId: string): string {
  return `segments/${exportId}/`;
}
