import { MalformedAnswerError, skipSpace, skipValue } from './skip-json.ts';
import { isKey, readJson, readKey, readText, walkArray, walkObject } from './walk-json.ts';

/** What a search answer says about itself, found without parsing its rows. */
export interface SearchAnswer {
  /** The point in time's id, which may have been renewed. */
  readonly pitId: string | undefined;
  readonly timedOut: unknown;
  readonly terminatedEarly: unknown;
  readonly shards: unknown;
  /** `hits.total`, when it was asked for. */
  readonly total: unknown;
  readonly hits: HitsRange;
}

/** Where the hits are. */
export interface HitsRange {
  /** Position of the array's opening bracket. */
  readonly start: number;
  /** Position after the array's closing bracket. */
  readonly end: number;
  readonly count: number;
  /** The last hit's whole `sort` array, byte for byte. It must never go through JavaScript numbers. */
  readonly lastSort: string | undefined;
}

/**
 * Finds the envelope of a search answer in one pass over its bytes. Keys may come in any order, with any white space.
 * Rows are stepped over, not parsed; the answer has to be closed properly, so that a cut-off one is never taken for a
 * short one.
 *
 * @throws MalformedAnswerError when the bytes are not one whole JSON object with a hits array.
 */
export function scanAnswer(bytes: Uint8Array): SearchAnswer {
  const found = new Map<string, unknown>();
  let hits: { total: unknown; range: HitsRange | undefined } | undefined;
  const end = walkObject(bytes, skipSpace(bytes, 0), (keyStart, keyEnd, valueStart) => {
    if (isKey(bytes, keyStart, keyEnd, 'hits')) {
      hits = { total: undefined, range: undefined };
      return scanHits(bytes, valueStart, hits);
    }
    const valueEnd = skipValue(bytes, valueStart);
    found.set(readKey(bytes, keyStart, keyEnd), readJson(bytes, valueStart, valueEnd));
    return valueEnd;
  });
  if (skipSpace(bytes, end) !== bytes.length || hits?.range === undefined) throw new MalformedAnswerError(end);
  const pitId = found.get('pit_id');
  return {
    pitId: typeof pitId === 'string' ? pitId : undefined,
    timedOut: found.get('timed_out'),
    terminatedEarly: found.get('terminated_early'),
    shards: found.get('_shards'),
    total: hits.total,
    hits: hits.range,
  };
}

function scanHits(bytes: Uint8Array, position: number, hits: { total: unknown; range: HitsRange | undefined }): number {
  return walkObject(bytes, position, (keyStart, keyEnd, valueStart) => {
    if (isKey(bytes, keyStart, keyEnd, 'hits')) {
      hits.range = scanHitsArray(bytes, valueStart);
      return hits.range.end;
    }
    const valueEnd = skipValue(bytes, valueStart);
    if (isKey(bytes, keyStart, keyEnd, 'total')) hits.total = readJson(bytes, valueStart, valueEnd);
    return valueEnd;
  });
}

function scanHitsArray(bytes: Uint8Array, position: number): HitsRange {
  let count = 0;
  let sortStart = -1;
  let sortEnd = -1;
  const visitMember = (keyStart: number, keyEnd: number, valueStart: number): number => {
    const valueEnd = skipValue(bytes, valueStart);
    if (isKey(bytes, keyStart, keyEnd, 'sort')) {
      sortStart = valueStart;
      sortEnd = valueEnd;
    }
    return valueEnd;
  };
  const end = walkArray(bytes, position, (hitStart) => {
    count++;
    sortStart = -1;
    return walkObject(bytes, hitStart, visitMember);
  });
  return { start: position, end, count, lastSort: sortStart < 0 ? undefined : readText(bytes, sortStart, sortEnd) };
}
