import type { CheckedLength, Segment, SinkTarget, StoredFile } from '../../contracts/index.ts';
import { throughJson } from '../support/json.ts';
import { liveSignal } from '../support/signals.ts';
import { begin, bytesOf, checked, complete, expectedOf, joined, partOf, targetOf, writeParts } from './contents.ts';
import type { SinkDeclaration, SinkFixture } from './sink-harness.ts';

/** A segment that is stored, and what is in it. */
export interface StoredSegment {
  readonly target: SinkTarget;
  readonly segment: Segment;
  readonly bytes: Uint8Array;
}

/** Length of a part that need not be the last: the sink's smallest, or somewhat more when that is tiny. */
export function wholePartBytes({ minPartBytes }: SinkDeclaration): number {
  return Math.max(minPartBytes, 100);
}

/** Stores a segment for each list of part lengths; one of a single part is stored with `put`. */
export async function storeSegments(
  fixture: SinkFixture,
  name: string,
  lists: readonly (readonly number[])[],
): Promise<readonly StoredSegment[]> {
  const stored: StoredSegment[] = [];
  for (const [index, lengths] of lists.entries()) {
    stored.push(await storeSegment(fixture, `${name}.segment-${index}`, lengths));
  }
  return stored;
}

async function storeSegment(fixture: SinkFixture, name: string, lengths: readonly number[]): Promise<StoredSegment> {
  const target = targetOf(name);
  const parts = lengths.map((length, index) => partOf(index + 1, bytesOf(length, `${name} ${index + 1}`)));
  const bytes = joined(parts);
  const pieces = parts.map((part) => ({ bytes: part.bytes.length, crc32: part.crc32 }));
  if (parts.length < 2) {
    const file = await fixture.connect().put(target, checked(bytes), { signal: liveSignal() });
    return { target, segment: throughJson({ file, pieces }), bytes };
  }
  const upload = await begin(fixture, target);
  const file = await complete(fixture, upload, await writeParts(fixture, upload, parts), expectedOf(parts));
  return { target, segment: throughJson({ file, pieces }), bytes };
}

/** The segments' bytes end to end. */
export function joinedBytes(stored: readonly StoredSegment[]): Uint8Array {
  return new Uint8Array(Buffer.concat(stored.map(({ bytes }) => bytes)));
}

export interface AssembleOptions {
  /** What to expect instead of what the segments make. */
  readonly expected?: CheckedLength;
  readonly signal?: AbortSignal;
}

/** Assembles the segments in what could be another process. */
export async function assemble(
  fixture: SinkFixture,
  target: SinkTarget,
  stored: readonly StoredSegment[],
  { expected = expectedFrom(stored), signal = liveSignal() }: AssembleOptions = {},
): Promise<StoredFile> {
  const sink = fixture.connect();
  if (sink.assemble === undefined) throw new Error('The harness declares `assemble`, and the sink has none.');
  const segments = stored.map(({ segment }) => segment);
  return throughJson(await sink.assemble(target, segments, { expected, signal }));
}

/** What `assemble` is told to expect. */
export function expectedFrom(stored: readonly StoredSegment[]): CheckedLength {
  const { bytes, crc32 } = checked(joinedBytes(stored));
  return { bytes: bytes.length, crc32 };
}
