import type { AdvanceOptions, StepOutcome } from '../../contracts/index.ts';
import { mapAtOnce } from '../../timing/map-at-once.ts';
import type { EngineContext } from '../engine-context.ts';
import type { ExportRecord } from '../export-record.ts';
import { again } from '../outcomes.ts';
import type { LiveRows } from '../progress.ts';
import { advanceSegment } from './advance-segment.ts';
import { createLiveSum } from './live-sum.ts';
import { partitionsOf } from './segments.ts';

/** Segments that one worker advances at once: while one waits for its source or sink, another one encodes. */
const segmentsAtOnce = 4;
/** Share of a step's time after which no further segment is begun: it would not get anywhere. */
const beginShare = 0.5;

/** Advances one segment, or all of them when no partition is named. */
export async function advanceSegments(
  context: EngineContext,
  record: ExportRecord,
  options: AdvanceOptions,
): Promise<StepOutcome> {
  const { partition } = options;
  if (partition !== undefined) {
    // What the other workers have read is not known here: the records tell, when somebody asks for the status.
    return advanceSegment(context, record, partition, { ...options, share: 1, report: () => undefined });
  }
  const { clock } = context;
  const startedAt = clock.now();
  const lastBegin = startedAt + ((options.deadline ?? Number.POSITIVE_INFINITY) - startedAt) * beginShare;
  const failing = new AbortController();
  const signal = AbortSignal.any([options.signal, failing.signal]);
  const live = createLiveSum(context, record);
  const partitions = partitionsOf(record);
  const share = 1 / Math.min(segmentsAtOnce, partitions.length);
  const outcomes = await mapAtOnce(partitions, segmentsAtOnce, async (index) => {
    if (clock.now() > lastBegin) return again;
    try {
      const report = (rows: LiveRows): void => live.report(index, rows);
      return await advanceSegment(context, record, index, { ...options, signal, share, report });
    } catch (error) {
      // The others stop at once: the export fails, or is tried again as a whole.
      failing.abort(error);
      throw error;
    }
  });
  return joined(outcomes);
}

/** Done when all are; else what has to be called again, after the shortest wait that one of them asks for. */
function joined(outcomes: readonly StepOutcome[]): StepOutcome {
  for (const status of ['ended', 'continue', 'busy', 'done'] as const) {
    const waits = outcomes.filter((outcome) => outcome.status === status).map(({ retryAfterMs }) => retryAfterMs);
    if (waits.length > 0) return { status, retryAfterMs: Math.min(...waits) };
  }
  return again;
}
