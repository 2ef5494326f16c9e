import type { Export } from '../api/exports-api.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatDuration } from '../format/durations.ts';
import { formatCountOf } from '../format/numbers.ts';

/** `200,000 rows, 25.4 MB, in 5 s.`, or why there is no file. */
export function outcomeWords({ state, progress, failure, createdAt, endedAt }: Export): string {
  const rows = formatCountOf(progress.rows, 'row', 'rows');
  if (state === 'failed') return failure === null ? 'It failed.' : `${failure.message} (${failure.code})`;
  if (state === 'cancelled') return 'Stopped. No file was kept.';
  const seconds = (Date.parse(endedAt ?? createdAt) - Date.parse(createdAt)) / 1000;
  return `${rows}, ${formatBytes(progress.bytes)}, in ${formatDuration(seconds)}.`;
}
