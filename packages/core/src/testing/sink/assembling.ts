import assert from 'node:assert/strict';
import { assertJson } from '../support/json.ts';
import { liveSignal } from '../support/signals.ts';
import { assertStored, targetOf } from './contents.ts';
import { assemble, expectedFrom, joinedBytes, type StoredSegment, storeSegments, wholePartBytes } from './segments.ts';
import { assembleNeeded, type SinkCase, sinkCase } from './sink-case.ts';
import type { SinkDeclaration, SinkFixture } from './sink-harness.ts';

/** Part lengths of each segment, from the length of a whole part. */
type Shape = (whole: number) => readonly (readonly number[])[];

export const assembling: readonly SinkCase[] = [
  assemblyCase({
    id: 'sink.assemble.tails',
    title: 'joins files of several parts whose last parts are tiny',
    shape: (whole) => [[whole, whole, 7], [whole, 1], [whole]],
  }),
  assemblyCase({
    id: 'sink.assemble.tiny-between-large',
    title: 'joins tiny files before, between and behind large ones',
    shape: (whole) => [[3], [whole, whole, 7], [5], [6], [whole, 9], [4], [whole + 1], [2]],
  }),
  assemblyCase({
    id: 'sink.assemble.empty-among-others',
    title: 'joins empty files with others',
    shape: (whole) => [[], [whole, 7], [0], [5], []],
  }),
  assemblyCase({
    id: 'sink.assemble.tiny-only',
    title: 'joins files that are smaller than a part all together',
    shape: () => [[3], [5], [1]],
  }),
  assemblyCase({
    id: 'sink.assemble.many-halves',
    title: 'joins files that are each smaller than a part, and larger than one together',
    shape: (whole) => [[whole - 60], [whole - 50], [whole - 40], [10]],
  }),
  assemblyCase({
    id: 'sink.assemble.one-segment',
    title: 'makes a file of a single segment, large or tiny',
    shape: (whole) => [[whole, 7]],
  }),
  assemblyCase({ id: 'sink.assemble.nothing', title: 'makes an empty file of no segments', shape: () => [] }),
  sinkCase({
    id: 'sink.assemble.keeps-segments',
    title: 'leaves the segments where they are',
    needs: assembleNeeded,
    async check(fixture, declaration) {
      const whole = wholePartBytes(declaration);
      const stored = await storeSegments(fixture, 'kept', [[whole, 7], [5]]);

      await assemble(fixture, targetOf('kept'), stored);

      for (const { target, bytes } of stored) await assertStored(fixture, target.key, bytes);
    },
  }),
];

/** The segments become one file, byte for byte, also as a browser gets it, and nothing else is left. */
function assemblyCase({ shape, ...description }: { id: string; title: string; shape: Shape }): SinkCase {
  return sinkCase({
    ...description,
    needs: assembleNeeded,
    async check(fixture, declaration) {
      const target = targetOf('assembled');
      const stored = await storeSegments(fixture, 'assembled', shape(wholePartBytes(declaration)));

      const file = await assemble(fixture, target, stored);

      const expected = expectedFrom(stored);
      assertJson(file, 'the assembled file');
      assert.equal(file.key, target.key);
      assert.equal(file.bytes, expected.bytes);
      assert.ok(file.crc32 === undefined || file.crc32 === expected.crc32, 'reports another CRC');
      await assertStored(fixture, target.key, joinedBytes(stored));
      await assertLinked(fixture, declaration, file, stored);
      assert.equal(await fixture.openUploads(target.key), 0, 'an upload is left');
    },
  });
}

async function assertLinked(
  fixture: SinkFixture,
  { maxLinkSeconds }: SinkDeclaration,
  file: Awaited<ReturnType<typeof assemble>>,
  stored: readonly StoredSegment[],
): Promise<void> {
  if (maxLinkSeconds === 0) return;
  const wish = { expiresInSeconds: 60, fileName: 'assembled.csv', signal: liveSignal() };
  const { url } = await fixture.connect().link(file, wish);
  const fetched = await fixture.fetchLink(url);
  assert.ok(Buffer.compare(fetched?.bytes ?? Buffer.alloc(0), joinedBytes(stored)) === 0, 'the link gives other bytes');
}
