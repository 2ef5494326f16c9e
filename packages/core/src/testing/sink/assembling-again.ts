import assert from 'node:assert/strict';
import { liveSignal } from '../support/signals.ts';
import { askTwice } from './ask-twice.ts';
import { assertStored, begin, bytesOf, partOf, targetOf, writePart } from './contents.ts';
import { assemble, expectedFrom, joinedBytes, type StoredSegment, storeSegments, wholePartBytes } from './segments.ts';
import { assembleNeeded, type SinkCase, sinkCase } from './sink-case.ts';
import type { SinkDeclaration, SinkFixture } from './sink-harness.ts';

export const assemblingAgain: readonly SinkCase[] = [
  sinkCase({
    id: 'sink.assemble.twice',
    title: 'assembles again in another process with the same file',
    needs: assembleNeeded,
    async check(fixture, declaration) {
      const target = targetOf('assembled-twice');
      const stored = await storeLargeAndTiny(fixture, declaration);
      const first = await assemble(fixture, target, stored);

      const second = await assemble(fixture, target, stored);

      assert.deepEqual({ key: second.key, bytes: second.bytes }, { key: first.key, bytes: first.bytes });
      await assertStored(fixture, target.key, joinedBytes(stored));
    },
  }),
  sinkCase({
    id: 'sink.assemble.lost-answer',
    title: 'makes one right file although the first answer is lost and the call is made again',
    needs: assembleNeeded,
    async check(fixture, declaration) {
      const target = targetOf('assembled-unheard');
      const stored = await storeLargeAndTiny(fixture, declaration);
      const segments = stored.map(({ segment }) => segment);
      const options = { expected: expectedFrom(stored), signal: liveSignal() };

      await askTwice(fixture.connect(), async (sink) => sink.assemble?.(target, segments, options));

      await assertStored(fixture, target.key, joinedBytes(stored));
      assert.equal(await fixture.openUploads(target.key), 0, 'an upload is left');
    },
  }),
  sinkCase({
    id: 'sink.assemble.two-workers',
    title: 'makes one right file when two workers assemble it at the same time',
    needs: assembleNeeded,
    async check(fixture, declaration) {
      const target = targetOf('assembled-by-two');
      const stored = await storeLargeAndTiny(fixture, declaration);

      const results = await Promise.allSettled([1, 2].map(() => assemble(fixture, target, stored)));

      assert.ok(
        results.some((result) => result.status === 'fulfilled'),
        'neither worker assembled it',
      );
      await assertStored(fixture, target.key, joinedBytes(stored));
      await assemble(fixture, target, stored);
      await fixture.connect().abort(target, { signal: liveSignal() });
      assert.equal(await fixture.openUploads(target.key), 0, 'an upload is left');
    },
  }),
  sinkCase({
    id: 'sink.assemble.upload-under-way',
    title: 'makes the right file although an upload of the target is under way, with parts of something else',
    needs: assembleNeeded,
    async check(fixture, declaration) {
      const target = targetOf('assembled-anyway');
      const stored = await storeLargeAndTiny(fixture, declaration);
      const upload = await begin(fixture, target);
      for (const number of [1, 3]) {
        await writePart(fixture, upload, partOf(number, bytesOf(wholePartBytes(declaration), 'of before')));
      }

      await assemble(fixture, target, stored);

      await assertStored(fixture, target.key, joinedBytes(stored));
      await fixture.connect().abort(target, { signal: liveSignal() });
      assert.equal(await fixture.openUploads(target.key), 0, 'an upload is left');
    },
  }),
];

function storeLargeAndTiny(fixture: SinkFixture, declaration: SinkDeclaration): Promise<readonly StoredSegment[]> {
  const whole = wholePartBytes(declaration);
  return storeSegments(fixture, 'again', [[whole, 7], [5], [whole, 3]]);
}
