import { ExportEngineError, type JsonObject } from '@export-engine/core';
import { isRecord } from '../is-record.ts';
import { TryAgain } from '../transport/try-again.ts';
import { type SearchAnswer, scanAnswer } from './scan-answer.ts';
import { MalformedAnswerError } from './skip-json.ts';

/** What an answer must say about itself to count as complete. */
export interface AnswerExpectations {
  /** For messages: `Elasticsearch`. */
  readonly owner: string;
  /** Shards it must come from. Undefined only where this answer is the first to tell. */
  readonly shards: number | undefined;
  /** Whether it must hold an exact count. */
  readonly isCounted: boolean;
}

/** An answer that is complete. */
export interface CompleteAnswer extends Pick<SearchAnswer, 'pitId' | 'hits'> {
  readonly shards: number;
  /** All rows of the search, not only this page's; undefined when it was not counted. */
  readonly rows: number | undefined;
}

/**
 * Reads the envelope of an answer with status 200, which alone says nothing: time-outs, lost shards and early
 * terminations all come with it, and with fewer rows.
 *
 * @throws TryAgain with `EXPORT_SOURCE_INCOMPLETE`, or `EXPORT_SOURCE_UNAVAILABLE` for an answer that breaks off.
 */
export function readCompleteAnswer(bytes: Uint8Array, expected: AnswerExpectations): CompleteAnswer {
  const answer = scan(bytes, expected.owner);
  if (answer.timedOut !== false) throw incomplete(expected.owner, 'the search timed out');
  if (answer.terminatedEarly !== undefined) throw incomplete(expected.owner, 'the search was terminated early');
  const shards = checkShards(answer.shards, expected);
  return { pitId: answer.pitId, hits: answer.hits, shards, rows: checkTotal(answer.total, expected) };
}

/** An answer that is complete and counted all rows. */
export type CountedAnswer = CompleteAnswer & { readonly rows: number };

/** As `readCompleteAnswer`, for an answer that must count. */
export function readCountedAnswer(bytes: Uint8Array, expected: Omit<AnswerExpectations, 'isCounted'>): CountedAnswer {
  const { rows, ...answer } = readCompleteAnswer(bytes, { ...expected, isCounted: true });
  if (rows === undefined) throw incomplete(expected.owner, 'it has no count of the rows');
  return { ...answer, rows };
}

/** An answer, or the sum of them, lacks rows. */
export function incomplete(owner: string, what: string, details: JsonObject = {}): TryAgain {
  return new TryAgain(
    new ExportEngineError('EXPORT_SOURCE_INCOMPLETE', `${owner} gave an incomplete answer: ${what}.`, { details }),
  );
}

function scan(bytes: Uint8Array, owner: string): SearchAnswer {
  try {
    return scanAnswer(bytes);
  } catch (cause) {
    if (!(cause instanceof MalformedAnswerError)) throw cause;
    throw new TryAgain(
      new ExportEngineError('EXPORT_SOURCE_UNAVAILABLE', `${owner} gave an answer that breaks off.`, { cause }),
    );
  }
}

/** `failed` alone is no proof: a view opened without a shard reports the others as all there are. */
function checkShards(value: unknown, { owner, shards }: AnswerExpectations): number {
  const counts = isRecord(value) ? value : {};
  const { total, successful, failed } = counts;
  const isWhole =
    typeof total === 'number' && total === successful && failed === 0 && (shards === undefined || total === shards);
  if (isWhole) return total;
  throw incomplete(owner, 'not every shard answered', {
    ...(shards === undefined ? {} : { expectedShards: shards }),
    ...(typeof total === 'number' ? { totalShards: total } : {}),
    ...(typeof successful === 'number' ? { successfulShards: successful } : {}),
    ...(typeof failed === 'number' ? { failedShards: failed } : {}),
  });
}

function checkTotal(value: unknown, { owner, isCounted }: AnswerExpectations): number | undefined {
  if (!isCounted) return undefined;
  const { value: rows, relation } = isRecord(value) ? value : {};
  if (typeof rows === 'number' && Number.isSafeInteger(rows) && relation === 'eq') return rows;
  throw incomplete(owner, 'it has no exact count of the rows');
}
