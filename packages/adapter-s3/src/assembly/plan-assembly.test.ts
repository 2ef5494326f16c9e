import assert from 'node:assert/strict';
import { crc32, type Segment } from '@export-engine/core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { s3Limits } from '../s3/limits.ts';
import { checksumAfter, checksumOfRuns } from './checksum-of-runs.ts';
import { type AssemblyLimits, type PlannedPart, planAssembly, type Run } from './plan-assembly.ts';

const tiny: AssemblyLimits = { minPartBytes: 10, maxPartBytes: 100, maxParts: 1000, copyBytes: 30 };
const real: AssemblyLimits = { ...s3Limits, copyBytes: 512 * 1024 ** 2 };
const MEBIBYTE = 1024 ** 2;
const GIBIBYTE = 1024 ** 3;

/** A segment of pieces of these lengths, with bytes to make their checksums of. */
function segmentOf(lengths: readonly number[], content?: Uint8Array): Segment {
  let end = 0;
  const pieces = lengths.map((bytes) => {
    end += bytes;
    return { bytes, crc32: content === undefined ? 0 : crc32(content.subarray(end - bytes, end)) };
  });
  return { file: { key: 'segment', bytes: end, state: null }, pieces };
}

function runsOf(part: PlannedPart): readonly Run[] {
  return part.kind === 'joined' ? part.runs : [part.run];
}

/** The parts in short: what is copied, and what is joined of how many bytes. */
function shapeOf(parts: readonly PlannedPart[]): readonly string[] {
  return parts.map(({ kind, bytes }) => `${kind} ${bytes}`);
}

/** As the engine makes segments: whole parts and a last one of any size, or a single piece that was put. */
const segment = fc.oneof(
  fc.tuple(fc.array(fc.integer({ min: 10, max: 80 }), { maxLength: 12 }), fc.integer({ min: 1, max: 80 })),
  fc.tuple(fc.constant([]), fc.integer({ min: 0, max: 12 })),
);
const lists = fc.array(
  segment.map(([whole, last]) => [...whole, last]),
  { maxLength: 12 },
);

describe('planAssembly', () => {
  it('plans every byte of the segments once, in their order, in parts that S3 takes', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 10, max: 90 }), (all, copyBytes) => {
        const segments = all.map((lengths) => segmentOf(lengths));

        const parts = planAssembly(segments, { ...tiny, copyBytes });

        const ends = segments.map(() => 0);
        let position = 0;
        for (const [index, part] of parts.entries()) {
          assert.equal(part.number, index + 1);
          assert.ok(part.bytes >= 10 || part.number === parts.length, 'a part that is not the last is too small');
          assert.ok(part.bytes <= 100, 'a part is too large');
          assert.ok(part.kind === 'copied' || part.bytes < 20, 'a joined part is not bounded');
          for (const run of runsOf(part)) {
            assert.ok(run.segment >= position && run.bytes > 0);
            assert.equal(run.start, ends[run.segment]);
            ends[run.segment] = run.start + run.bytes;
            position = run.segment;
          }
        }
        assert.deepEqual(
          ends,
          segments.map(({ file }) => file.bytes),
        );
      }),
    );
  });

  it('plans copies whose checksums are known without reading them', () => {
    fc.assert(
      fc.property(lists, fc.infiniteStream(fc.nat(255)), (all, stream) => {
        const contents = all.map((lengths) => {
          const bytes = lengths.reduce((sum, length) => sum + length, 0);
          return Uint8Array.from({ length: bytes }, () => stream.next().value as number);
        });
        const segments = all.map((lengths, index) => segmentOf(lengths, contents[index]));
        const bytesOf = (runs: readonly Run[]): Uint8Array =>
          Buffer.concat(
            runs.map(
              ({ segment: index, start, bytes }) => contents[index]?.subarray(start, start + bytes) ?? Buffer.alloc(0),
            ),
          );

        const parts = planAssembly(segments, tiny);

        for (const [index, part] of parts.entries()) {
          if (part.kind === 'joined') continue;
          const before = runsOf(parts[index - 1] ?? part);
          const known =
            checksumOfRuns(segments, [part.run]) ??
            checksumAfter(segments, { runs: before, crc32: crc32(bytesOf(before)) }, part.run);
          assert.equal(known, crc32(bytesOf([part.run])));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('copies large segments whole, with their tails, whatever those are', () => {
    const segments = [[20, 3], [25], [10, 10, 1]].map((lengths) => segmentOf(lengths));

    assert.deepEqual(shapeOf(planAssembly(segments, tiny)), ['copied 23', 'copied 25', 'copied 21']);
  });

  it('lets a tiny segment take what it lacks from the head of the next one, and no more', () => {
    const segments = [[4], [80, 3], [2]].map((lengths) => segmentOf(lengths));

    assert.deepEqual(shapeOf(planAssembly(segments, tiny)), ['joined 10', 'copied 77', 'copied 2']);
  });

  it('lets a tiny segment take the whole next one when its rest would be no part', () => {
    const segments = [[4], [15], [20]].map((lengths) => segmentOf(lengths));

    assert.deepEqual(shapeOf(planAssembly(segments, tiny)), ['joined 19', 'copied 20']);
  });

  it('joins tiny segments with each other, and what is left at the end', () => {
    const segments = [[4], [0], [], [9], [3], [3]].map((lengths) => segmentOf(lengths));

    assert.deepEqual(shapeOf(planAssembly(segments, tiny)), ['joined 13', 'joined 6']);
    assert.deepEqual(planAssembly([], tiny), []);
  });

  it('cuts long segments at the ends of their pieces, and leaves no rest that is too small', () => {
    const segments = [segmentOf([15, 15, 15, 15, 4])];

    assert.deepEqual(shapeOf(planAssembly(segments, tiny)), ['copied 30', 'copied 15', 'copied 19']);
  });

  it('plans longer copies when there would be too many parts', () => {
    const segments = [segmentOf(Array.from({ length: 100 }, () => 10))];

    assert.equal(planAssembly(segments, { ...tiny, maxParts: 34 }).length, 34);
    assert.equal(planAssembly(segments, { ...tiny, maxParts: 33 }).length, 17);
    assert.equal(planAssembly(segments, { ...tiny, maxParts: 10 }).length, 10);
    assert.throws(() => planAssembly(segments, { ...tiny, maxParts: 9 }), { code: 'EXPORT_SINK_LIMIT_EXCEEDED' });
  });

  it('refuses a piece that makes a part too large with what can not be cut from it', () => {
    const segments = [segmentOf([100, 4])];

    assert.throws(() => planAssembly(segments, tiny), { code: 'EXPORT_SINK_LIMIT_EXCEEDED' });
  });

  it('copies half a gibibyte at a time within the real limits, and files of up to 48 TiB', () => {
    const gibibyte = segmentOf(Array.from({ length: 16 }, () => 64 * MEBIBYTE));
    const terabytes = segmentOf(Array.from({ length: 9600 }, () => 512 * MEBIBYTE));

    assert.deepEqual(
      shapeOf(planAssembly([gibibyte], real)),
      Array.from({ length: 2 }, () => `copied ${GIBIBYTE / 2}`),
    );
    const parts = planAssembly(
      Array.from({ length: 10 }, () => terabytes),
      real,
    );
    assert.ok(parts.length <= 10_000);
    assert.equal(
      parts.reduce((sum, { bytes }) => sum + bytes, 0),
      48_000 * GIBIBYTE,
    );
  });
});
