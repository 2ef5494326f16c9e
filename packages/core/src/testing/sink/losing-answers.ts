import assert from 'node:assert/strict';
import { faultyAdapter } from '../faulty-adapter.ts';
import { liveSignal } from '../support/signals.ts';
import { askTwice } from './ask-twice.ts';
import { assertNotStored, assertStored, bytesOf, expectedOf, joined, partOf, partsOf, targetOf } from './contents.ts';
import { manyPartsNeeded, type SinkCase, sinkCase } from './sink-case.ts';

export const losingAnswers: readonly SinkCase[] = [
  sinkCase({
    id: 'sink.repeat.lost-answers',
    title: 'makes one right file although the first answer to every call is lost and the call is made again',
    needs: manyPartsNeeded,
    async check(fixture, capabilities) {
      const target = targetOf('lost-answers');
      const parts = partsOf(3, capabilities);
      const options = { signal: liveSignal() };

      const upload = await askTwice(fixture.connect(), (sink) => sink.begin(target, options));
      const receipts = await Promise.all(
        parts.map((part) => askTwice(fixture.connect(), (sink) => sink.writePart(upload, part, options))),
      );
      const expected = expectedOf(parts);
      await askTwice(fixture.connect(), (sink) => sink.complete(upload, receipts, { expected, ...options }));
      await askTwice(fixture.connect(), (sink) => sink.abort(target, { upload, ...options }));

      await assertStored(fixture, target.key, joined(parts));
      assert.equal(await fixture.openUploads(target.key), 0, 'an upload is left');
    },
  }),
  sinkCase({
    id: 'sink.repeat.lost-answers-of-put-and-remove',
    title: 'puts one file, and removes it, although the first answer is lost and the call is made again',
    async check(fixture) {
      const target = targetOf('lost-put');
      const content = partOf(1, bytesOf(30, 'lost'));
      const options = { signal: liveSignal() };

      await askTwice(fixture.connect(), (sink) => sink.put(target, content, options));
      await assertStored(fixture, target.key, content.bytes);

      await askTwice(fixture.connect(), (sink) => sink.remove(target, options));
      await assertNotStored(fixture, target.key);
    },
  }),
  sinkCase({
    id: 'sink.repeat.delivered-twice',
    title: 'makes one right file although the network delivers every request twice',
    needs: manyPartsNeeded,
    async check(fixture, capabilities) {
      const target = targetOf('delivered-twice');
      const parts = partsOf(3, capabilities);
      const options = { signal: liveSignal() };
      const sink = faultyAdapter(fixture.connect(), ({ phase }) => (phase === 'before' ? 'twice' : 'pass'));

      const upload = await sink.begin(target, options);
      const receipts = await Promise.all(parts.map((part) => sink.writePart(upload, part, options)));
      await sink.complete(upload, receipts, { expected: expectedOf(parts), ...options });

      await assertStored(fixture, target.key, joined(parts));
      assert.equal(await fixture.openUploads(target.key), 0, 'an upload is left');
    },
  }),
];
