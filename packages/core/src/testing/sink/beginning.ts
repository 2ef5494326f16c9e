import assert from 'node:assert/strict';
import { liveSignal } from '../support/signals.ts';
import {
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
import { manyPartsNeeded, type SinkCase, sinkCase } from './sink-case.ts';

export const beginning: readonly SinkCase[] = [
  sinkCase({
    id: 'sink.begin.one-upload',
    title: 'has one upload, not two, when begin is called again because nobody recorded the first one',
    async check(fixture) {
      const target = targetOf('begun-twice');
      await begin(fixture, target);

      await begin(fixture, target);

      assert.equal(await fixture.openUploads(target.key), 1, 'one upload');
    },
  }),
  sinkCase({
    id: 'sink.begin.taken-up',
    title: 'takes up an open upload with its parts: the worker that began it may be alive and ahead',
    needs: manyPartsNeeded,
    async check(fixture, capabilities) {
      const target = targetOf('taken-up');
      const parts = partsOf(3, capabilities);
      const first = await begin(fixture, target);
      const receipts = await writeParts(fixture, first, parts.slice(0, 1));

      const second = await begin(fixture, target);

      const rest = [...(await writeParts(fixture, first, parts.slice(1, 2)))];
      rest.push(...(await writeParts(fixture, second, parts.slice(2))));
      await complete(fixture, second, [...receipts, ...rest], expectedOf(parts));
      await assertStored(fixture, target.key, joined(parts));
      assert.equal(await fixture.openUploads(target.key), 0, 'an upload is left');
    },
  }),
  sinkCase({
    id: 'sink.begin.at-the-same-time',
    title: 'begins for two workers at the same instant, and abort removes whatever the winner did not complete',
    async check(fixture) {
      const target = targetOf('begun-at-once');
      const part = partOf(1, bytesOf(20, 'at once'));

      const [upload, other] = await Promise.all([begin(fixture, target), begin(fixture, target)]);
      await writePart(fixture, other, part);
      await complete(fixture, upload, [await writePart(fixture, upload, part)], expectedOf([part]));
      await fixture.connect().abort(target, { upload, signal: liveSignal() });

      await assertStored(fixture, target.key, part.bytes);
      assert.equal(await fixture.openUploads(target.key), 0, 'an upload is left');
    },
  }),
];
