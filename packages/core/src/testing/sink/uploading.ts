import assert from 'node:assert/strict';
import { assertJson } from '../support/json.ts';
import { liveSignal } from '../support/signals.ts';
import {
  assertNotStored,
  assertStored,
  begin,
  bytesOf,
  complete,
  expectedOf,
  joined,
  partOf,
  partsOf,
  targetOf,
  writePart,
  writeParts,
} from './contents.ts';
import { LARGE_PART_BYTES, largePartNeeded, manyPartsNeeded, type SinkCase, sinkCase } from './sink-case.ts';

export const uploading: readonly SinkCase[] = [
  sinkCase({
    id: 'sink.upload.parts',
    title: 'makes one file of parts, each step in another process with JSON in between',
    needs: manyPartsNeeded,
    async check(fixture, capabilities) {
      const target = targetOf('parts');
      const parts = partsOf(3, capabilities);
      const upload = await begin(fixture, target);
      const receipts = await writeParts(fixture, upload, parts);
      await assertNotStored(fixture, target.key);

      const file = await complete(fixture, upload, receipts, expectedOf(parts));

      assert.equal(file.key, target.key);
      assert.equal(file.bytes, joined(parts).length);
      assert.ok(file.crc32 === undefined || file.crc32 === expectedOf(parts).crc32, 'reports another CRC');
      await assertStored(fixture, target.key, joined(parts));
      assert.equal(await fixture.openUploads(target.key), 0, 'the upload is still there');
    },
  }),
  sinkCase({
    id: 'sink.upload.receipts',
    title: 'returns uploads, receipts and files that are JSON and say what was stored',
    async check(fixture) {
      const sink = fixture.connect();
      const options = { signal: liveSignal() };
      const part = partOf(1, bytesOf(7, 'receipt'));

      const upload = await sink.begin(targetOf('receipt'), options);
      const receipt = await sink.writePart(upload, part, options);
      const file = await sink.complete(upload, [receipt], { expected: expectedOf([part]), ...options });

      for (const value of [upload, receipt, file]) assertJson(value, 'an answer of the sink');
      assert.deepEqual(upload.target, targetOf('receipt'));
      assert.deepEqual(
        { number: receipt.number, bytes: receipt.bytes, crc32: receipt.crc32 },
        { number: 1, bytes: 7, crc32: part.crc32 },
      );
    },
  }),
  sinkCase({
    id: 'sink.upload.any-order',
    title: 'takes parts out of order and at the same time',
    needs: manyPartsNeeded,
    async check(fixture, capabilities) {
      const target = targetOf('any-order');
      const parts = partsOf(3, capabilities);
      const upload = await begin(fixture, target);

      const receipts = await Promise.all(parts.toReversed().map((part) => writePart(fixture, upload, part)));

      await complete(fixture, upload, receipts.toReversed(), expectedOf(parts));
      await assertStored(fixture, target.key, joined(parts));
    },
  }),
  sinkCase({
    id: 'sink.upload.one-small-part',
    title: 'makes a file of one part that is smaller than the smallest',
    async check(fixture) {
      const target = targetOf('one-part');
      const parts = [partOf(1, bytesOf(1, 'x'))];
      const upload = await begin(fixture, target);

      await complete(fixture, upload, await writeParts(fixture, upload, parts), expectedOf(parts));

      await assertStored(fixture, target.key, joined(parts));
    },
  }),
  sinkCase({
    id: 'sink.upload.part-twice',
    title: 'takes the same part twice, as a worker does that came back from the dead, and either receipt is good',
    async check(fixture) {
      const part = partOf(1, bytesOf(20, 'twice'));

      for (const chosen of [0, 1]) {
        const target = targetOf(`twice-${chosen}`);
        const upload = await begin(fixture, target);
        const receipts = [await writePart(fixture, upload, part), await writePart(fixture, upload, part)];
        await complete(fixture, upload, receipts.slice(chosen, chosen + 1), expectedOf([part]));
        await assertStored(fixture, target.key, part.bytes);
      }
    },
  }),
  sinkCase({
    id: 'sink.upload.last-write-counts',
    title: 'keeps the last of several different writes of a part',
    async check(fixture) {
      const target = targetOf('last-write');
      const part = partOf(1, bytesOf(20, 'second'));
      const upload = await begin(fixture, target);
      await writePart(fixture, upload, partOf(1, bytesOf(30, 'first')));

      const receipt = await writePart(fixture, upload, part);

      await complete(fixture, upload, [receipt], expectedOf([part]));
      await assertStored(fixture, target.key, part.bytes);
    },
  }),
  sinkCase({
    id: 'sink.upload.own-copy',
    title: "is done with a part's bytes when the call is over: they may change afterwards",
    async check(fixture) {
      const target = targetOf('own-copy');
      const part = partOf(1, bytesOf(20, 'mine'));
      const upload = await begin(fixture, target);
      const receipt = await writePart(fixture, upload, part);

      part.bytes.fill(0);

      const whole = partOf(1, bytesOf(20, 'mine'));
      await complete(fixture, upload, [receipt], expectedOf([whole]));
      await assertStored(fixture, target.key, whole.bytes);
    },
  }),
  sinkCase({
    id: 'sink.upload.large-part',
    title: 'stores a part of 6 MiB',
    needs: largePartNeeded,
    async check(fixture) {
      const target = targetOf('large-part');
      const parts = [partOf(1, bytesOf(LARGE_PART_BYTES, 'large')), partOf(2, bytesOf(3, 'end'))];
      const upload = await begin(fixture, target);

      await complete(fixture, upload, await writeParts(fixture, upload, parts), expectedOf(parts));

      await assertStored(fixture, target.key, joined(parts));
    },
  }),
];
