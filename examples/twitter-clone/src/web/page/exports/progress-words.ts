import type { Export } from '../api/exports-api.ts';
import { formatDuration } from '../format/durations.ts';
import { formatCount, formatCountOf } from '../format/numbers.ts';

export interface ProgressWords {
  /** `45,000 of 200,000 rows` */
  readonly counted: string;
  /** `41,200 rows/s, 4 s left`, or what is waited for. */
  readonly pace: string;
}

export function progressWords({ state, waitingOn, progress }: Export): ProgressWords {
  const { rows, expectedRows, rowsPerSecond, secondsLeft } = progress;
  const counted =
    expectedRows === null
      ? formatCountOf(rows, 'row', 'rows')
      : `${formatCount(rows)} of ${formatCountOf(expectedRows, 'row', 'rows')}`;
  if (waitingOn !== null) return { counted, pace: 'Interrupted; trying again by itself' };
  if (state === 'queued') return { counted, pace: 'Waiting for its turn' };
  const parts = [
    rowsPerSecond > 0 ? `${formatCount(rowsPerSecond)} rows/s` : '',
    secondsLeft === null ? '' : `${formatDuration(secondsLeft)} left`,
  ];
  return { counted, pace: parts.filter((part) => part !== '').join(', ') };
}
