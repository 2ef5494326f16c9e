import type { CheckedLength } from '../../contracts/index.ts';
import { assertRejects } from '../support/assert-code.ts';
import { liveSignal } from '../support/signals.ts';
import { assertNotStored, assertStored, bytesOf, checked, targetOf } from './contents.ts';
import { assemble, expectedFrom, type StoredSegment, storeSegments, wholePartBytes } from './segments.ts';
import { assembleNeeded, type SinkCase, sinkCase, smallAssemblyLimitNeeded } from './sink-case.ts';
import type { SinkFixture } from './sink-harness.ts';

export const refusingSegments: readonly SinkCase[] = [
  sinkCase({
    id: 'sink.assemble.wrong-bytes',
    title: 'says EXPORT_SINK_CONFLICT, and stores no file, when the segments are not of the expected length',
    needs: assembleNeeded,
    async check(fixture) {
      await assertRefused(fixture, 'length', ({ bytes, crc32 }) => ({ bytes: bytes + 1, crc32 }));
    },
  }),
  sinkCase({
    id: 'sink.assemble.wrong-crc',
    title: 'says EXPORT_SINK_CONFLICT, and stores no file, when the segments do not have the expected CRC',
    needs: assembleNeeded,
    async check(fixture) {
      await assertRefused(fixture, 'crc', ({ bytes }) => ({ bytes, crc32: 1 }));
    },
  }),
  sinkCase({
    id: 'sink.assemble.segment-gone',
    title: 'says EXPORT_SINK_CONFLICT, and stores no file, when a segment is gone, a large or a tiny one',
    needs: assembleNeeded,
    async check(fixture, declaration) {
      await assertNeedsEach(fixture, 'gone', wholePartBytes(declaration), async ({ target }) => {
        await fixture.connect().remove(target, { signal: liveSignal() });
      });
    },
  }),
  sinkCase({
    id: 'sink.assemble.segment-replaced',
    title:
      'says EXPORT_SINK_CONFLICT, and stores no file, when another file of that length took the place of a segment',
    needs: assembleNeeded,
    async check(fixture, declaration) {
      await assertNeedsEach(fixture, 'replaced', wholePartBytes(declaration), async ({ target, bytes }) => {
        await fixture.connect().remove(target, { signal: liveSignal() });
        await fixture.connect().put(target, checked(bytesOf(bytes.length, 'other')), { signal: liveSignal() });
      });
    },
  }),
  sinkCase({
    id: 'sink.assemble.somebody-elses',
    title:
      "says EXPORT_SINK_CONFLICT and leaves somebody else's file under the key alone, even one with the same bytes",
    needs: assembleNeeded,
    async check(fixture) {
      const stored = await storeSegments(fixture, 'taken', [[4], [3]]);
      const [first] = stored as [StoredSegment, StoredSegment];
      const theirs = targetOf('taken', 'their-token');
      await fixture.connect().put(theirs, checked(first.bytes), { signal: liveSignal() });

      for (const mine of [stored, [first]]) {
        await assertRejects(assemble(fixture, targetOf('taken', 'my-token'), mine), 'EXPORT_SINK_CONFLICT');
      }

      await assertStored(fixture, theirs.key, first.bytes);
    },
  }),
  sinkCase({
    id: 'sink.assemble.too-large',
    title: 'says EXPORT_SINK_LIMIT_EXCEEDED, and stores no file, when the whole is larger than its largest file',
    needs: smallAssemblyLimitNeeded,
    async check(fixture, { maxFileBytes }) {
      const half = Math.floor(maxFileBytes / 2) + 1;
      const target = targetOf('too-large');
      const stored = await storeSegments(fixture, 'too-large', [[half], [half]]);

      await assertRejects(assemble(fixture, target, stored), 'EXPORT_SINK_LIMIT_EXCEEDED');

      await assertNotStored(fixture, target.key);
    },
  }),
];

async function assertRefused(
  fixture: SinkFixture,
  name: string,
  change: (expected: CheckedLength) => CheckedLength,
): Promise<void> {
  const target = targetOf(`wrong-${name}`);
  const stored = await storeSegments(fixture, `wrong-${name}`, [[4], [3]]);
  const expected = change(expectedFrom(stored));

  await assertRejects(assemble(fixture, target, stored, { expected }), 'EXPORT_SINK_CONFLICT');

  await assertNotStored(fixture, target.key);
}

/** For each of a large and a tiny segment: when something happens to it, the file is not made. */
async function assertNeedsEach(
  fixture: SinkFixture,
  name: string,
  whole: number,
  happens: (segment: StoredSegment) => Promise<void>,
): Promise<void> {
  for (const index of [0, 1]) {
    const target = targetOf(`${name}-${index}`);
    const stored = await storeSegments(fixture, target.fileName, [[whole, 7], [5], [whole]]);
    await happens(stored[index] as StoredSegment);

    await assertRejects(assemble(fixture, target, stored), 'EXPORT_SINK_CONFLICT');

    await assertNotStored(fixture, target.key);
  }
}
