import type { EngineContext } from '../engine-context.ts';
import type { ExportRecord } from '../export-record.ts';
import { type LiveRows, reportProgress } from '../progress.ts';

/** Progress of an export all of whose segments this worker advances. */
export interface LiveSum {
  report(partition: number, live: LiveRows): void;
}

export function createLiveSum(context: EngineContext, record: ExportRecord): LiveSum {
  const latest = new Map<number, LiveRows>();
  return {
    report(partition, live) {
      latest.set(partition, live);
      let [rows, bytes, rowsPerSecond] = [0, 0, 0];
      for (const one of latest.values()) {
        rows += one.rows;
        bytes += one.bytes;
        rowsPerSecond += one.rowsPerSecond;
      }
      reportProgress(context, record, { rows, bytes, rowsPerSecond });
    },
  };
}
