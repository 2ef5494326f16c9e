import assert from 'node:assert/strict';
import type { CompleteOptions, PartReceipt } from '../../contracts/index.ts';
import { assertRejects } from '../support/assert-code.ts';
import { liveSignal } from '../support/signals.ts';
import {
  assertNotStored,
  assertStored,
  begin,
  bytesOf,
  checked,
  complete,
  expectedOf,
  partOf,
  partsOf,
  targetOf,
  writePart,
  writeParts,
} from './contents.ts';
import { manyPartsNeeded, type SinkCase, sinkCase } from './sink-case.ts';
import type { SinkFixture } from './sink-harness.ts';

export const completing: readonly SinkCase[] = [
  sinkCase({
    id: 'sink.complete.twice',
    title: 'completes again in another process, as after a lost answer, with the same file',
    async check(fixture) {
      const target = targetOf('completed-twice');
      const parts = [partOf(1, bytesOf(20, 'once'))];
      const upload = await begin(fixture, target);
      const receipts = await writeParts(fixture, upload, parts);
      const first = await complete(fixture, upload, receipts, expectedOf(parts));

      const second = await complete(fixture, upload, receipts, expectedOf(parts));

      assert.equal(second.key, first.key);
      assert.equal(second.bytes, first.bytes);
      await assertStored(fixture, target.key, bytesOf(20, 'once'));
    },
  }),
  sinkCase({
    id: 'sink.complete.two-workers',
    title: 'makes one right file when two workers complete at the same time',
    async check(fixture) {
      const target = targetOf('two-workers');
      const parts = [partOf(1, bytesOf(20, 'workers'))];
      const upload = await begin(fixture, target);
      const receipts = await writeParts(fixture, upload, parts);

      const results = await Promise.allSettled(
        [1, 2].map(() => complete(fixture, upload, receipts, expectedOf(parts))),
      );

      assert.ok(
        results.some((result) => result.status === 'fulfilled'),
        'neither worker completed',
      );
      await assertStored(fixture, target.key, bytesOf(20, 'workers'));
      await complete(fixture, upload, receipts, expectedOf(parts));
    },
  }),
  sinkCase({
    id: 'sink.complete.wrong-bytes',
    title: 'fails, and stores no file, when the parts are not of the expected length',
    async check(fixture) {
      const { bytes, crc32 } = expectedOf([partOf(1, bytesOf(20, 'length'))]);

      await assertRefused(fixture, 'length', { bytes: bytes + 1, crc32 });
    },
  }),
  sinkCase({
    id: 'sink.complete.wrong-crc',
    title: 'fails, and stores no file, when the parts do not have the expected CRC',
    async check(fixture) {
      await assertRefused(fixture, 'crc', { bytes: 20, crc32: checked(bytesOf(20, 'other')).crc32 });
    },
  }),
  sinkCase({
    id: 'sink.complete.no-receipts',
    title: 'fails, and stores no file, when there is no receipt',
    async check(fixture) {
      const target = targetOf('no-receipts');
      const upload = await begin(fixture, target);

      await assertRejects(complete(fixture, upload, [], { bytes: 0, crc32: 0 }));

      await assertNotStored(fixture, target.key);
    },
  }),
  sinkCase({
    id: 'sink.complete.missing-receipt',
    title: 'fails, and stores no file, when a receipt is missing between the others',
    needs: manyPartsNeeded,
    async check(fixture, capabilities) {
      const target = targetOf('missing-receipt');
      const parts = partsOf(3, capabilities);
      const upload = await begin(fixture, target);
      const [first, , last] = (await writeParts(fixture, upload, parts)) as [PartReceipt, PartReceipt, PartReceipt];
      const withoutSecond = expectedOf(parts.filter((part) => part.number !== 2));

      await assertRejects(complete(fixture, upload, [first, last], withoutSecond));

      await assertNotStored(fixture, target.key);
    },
  }),
  sinkCase({
    id: 'sink.complete.stale-receipt',
    title: 'says EXPORT_SINK_CONFLICT, and stores no file, when a part was replaced after its receipt',
    async check(fixture) {
      const target = targetOf('stale-receipt');
      const recorded = partOf(1, bytesOf(20, 'recorded'));
      const upload = await begin(fixture, target);
      const receipt = await writePart(fixture, upload, recorded);
      await writePart(fixture, upload, partOf(1, bytesOf(20, 'replaced')));

      await assertRejects(complete(fixture, upload, [receipt], expectedOf([recorded])), 'EXPORT_SINK_CONFLICT');

      await assertNotStored(fixture, target.key);
    },
  }),
  sinkCase({
    id: 'sink.complete.somebody-elses',
    title: "says EXPORT_SINK_CONFLICT and leaves somebody else's file under the key alone",
    async check(fixture) {
      const theirs = checked(bytesOf(20, 'theirs'));
      const mine = partOf(1, bytesOf(20, 'mine'));
      const upload = await begin(fixture, targetOf('taken', 'my-token'));
      const receipts = await writeParts(fixture, upload, [mine]);
      await fixture.connect().put(targetOf('taken', 'their-token'), theirs, { signal: liveSignal() });

      await assertRejects(complete(fixture, upload, receipts, expectedOf([mine])), 'EXPORT_SINK_CONFLICT');

      await assertStored(fixture, targetOf('taken').key, theirs.bytes);
    },
  }),
];

async function assertRefused(fixture: SinkFixture, name: string, expected: CompleteOptions['expected']): Promise<void> {
  const target = targetOf(`wrong-${name}`);
  const upload = await begin(fixture, target);
  const receipts = await writeParts(fixture, upload, [partOf(1, bytesOf(20, name))]);

  await assertRejects(complete(fixture, upload, receipts, expected));

  await assertNotStored(fixture, target.key);
}
