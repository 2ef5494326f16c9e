import { joinChecked, noBytes } from '../../checksums/crc32.ts';
import { type Checkpoint, emptyCheckpoint } from '../export-record.ts';
import type { SegmentRecord } from './segment-record.ts';

/** What is durable of the whole: its segments end to end. Receipts stay with the segments. */
export function sumOf(segments: readonly SegmentRecord[]): Checkpoint {
  return segments.reduce<Checkpoint>(
    (sum, { checkpoint }) => ({
      position: checkpoint.position,
      rows: sum.rows + checkpoint.rows,
      objectRows: sum.objectRows + checkpoint.objectRows,
      ...joinChecked(sum, checkpoint),
      plain: checkpoint.plain === null ? sum.plain : joinChecked(sum.plain ?? noBytes, checkpoint.plain),
      receipts: [],
      isDrained: sum.isDrained && checkpoint.isDrained,
      rowsPerSecond: sum.rowsPerSecond + (checkpoint.isDrained ? 0 : checkpoint.rowsPerSecond),
    }),
    { ...emptyCheckpoint, isDrained: true },
  );
}
