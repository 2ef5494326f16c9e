import assert from 'node:assert/strict';
import { assertAbortedBefore, assertAbortedInFlight, assertNoListeners, liveSignal } from '../support/signals.ts';
import {
  assertNotStored,
  assertStored,
  begin,
  bytesOf,
  complete,
  expectedOf,
  partOf,
  targetOf,
  writePart,
  writeParts,
} from './contents.ts';
import { linksNeeded, type SinkCase, sinkCase } from './sink-case.ts';

const part = partOf(1, bytesOf(20, 'stopped'));
const expected = expectedOf([part]);
const linkWish = { expiresInSeconds: 60, fileName: 'stopped.csv' };

export const stopping: readonly SinkCase[] = [
  sinkCase({
    id: 'sink.signal.before',
    title: 'rejects with signal.reason and does nothing when the signal is already aborted',
    async check(fixture) {
      const sink = fixture.connect();
      const [fresh, begun] = [targetOf('fresh'), targetOf('begun')];
      const upload = await begin(fixture, begun);
      const receipts = await writeParts(fixture, upload, [part]);

      await assertAbortedBefore((signal) => sink.begin(fresh, { signal }));
      await assertAbortedBefore((signal) => sink.put(fresh, part, { signal }));
      await assertAbortedBefore((signal) => sink.writePart(upload, part, { signal }));
      await assertAbortedBefore((signal) => sink.complete(upload, receipts, { expected, signal }));
      await assertAbortedBefore((signal) => sink.abort(begun, { upload, signal }));

      assert.equal(await fixture.openUploads(fresh.key), 0, 'an upload was begun');
      await assertNotStored(fixture, fresh.key);
      await assertNotStored(fixture, begun.key);
      await complete(fixture, upload, receipts, expected);
      await assertAbortedBefore((signal) => sink.remove(begun, { signal }));
      await assertStored(fixture, begun.key, part.bytes);
    },
  }),
  sinkCase({
    id: 'sink.signal.begin-in-flight',
    title: 'rejects with signal.reason when aborted while it begins, and leaves nothing that abort can not remove',
    async check(fixture) {
      const target = targetOf('begin-stopped');

      await assertAbortedInFlight((signal) => fixture.connect().begin(target, { signal }));

      await fixture.connect().abort(target, { signal: liveSignal() });
      assert.equal(await fixture.openUploads(target.key), 0, 'the upload is still there');
    },
  }),
  sinkCase({
    id: 'sink.signal.write-in-flight',
    title: 'rejects with signal.reason when aborted while it writes a part, which can then be written again',
    async check(fixture) {
      const target = targetOf('write-stopped');
      const upload = await begin(fixture, target);

      await assertAbortedInFlight((signal) => fixture.connect().writePart(upload, part, { signal }));

      await complete(fixture, upload, [await writePart(fixture, upload, part)], expected);
      await assertStored(fixture, target.key, part.bytes);
    },
  }),
  sinkCase({
    id: 'sink.signal.complete-in-flight',
    title: 'rejects with signal.reason when aborted while it completes, which can then be done again',
    async check(fixture) {
      const target = targetOf('complete-stopped');
      const upload = await begin(fixture, target);
      const receipts = await writeParts(fixture, upload, [part]);

      await assertAbortedInFlight((signal) => fixture.connect().complete(upload, receipts, { expected, signal }));

      await complete(fixture, upload, receipts, expected);
      await assertStored(fixture, target.key, part.bytes);
    },
  }),
  sinkCase({
    id: 'sink.signal.put-in-flight',
    title: 'rejects with signal.reason when aborted while it puts a file, which can then be done again',
    async check(fixture) {
      const target = targetOf('put-stopped');

      await assertAbortedInFlight((signal) => fixture.connect().put(target, part, { signal }));

      await fixture.connect().put(target, part, { signal: liveSignal() });
      await assertStored(fixture, target.key, part.bytes);
    },
  }),
  sinkCase({
    id: 'sink.signal.abort-in-flight',
    title: 'rejects with signal.reason when aborted while it cleans up, which can then be done again',
    async check(fixture) {
      const target = targetOf('abort-stopped');
      const upload = await begin(fixture, target);

      await assertAbortedInFlight((signal) => fixture.connect().abort(target, { upload, signal }));

      await fixture.connect().abort(target, { upload, signal: liveSignal() });
      assert.equal(await fixture.openUploads(target.key), 0, 'the upload is still there');
    },
  }),
  sinkCase({
    id: 'sink.signal.remove-in-flight',
    title: 'rejects with signal.reason when aborted while it removes a file, which can then be done again',
    async check(fixture) {
      const target = targetOf('remove-stopped');
      await fixture.connect().put(target, part, { signal: liveSignal() });

      await assertAbortedInFlight((signal) => fixture.connect().remove(target, { signal }));

      await fixture.connect().remove(target, { signal: liveSignal() });
      await assertNotStored(fixture, target.key);
    },
  }),
  sinkCase({
    id: 'sink.signal.link',
    title: 'rejects with signal.reason when aborted before or while it makes a link',
    needs: linksNeeded,
    async check(fixture) {
      const sink = fixture.connect();
      const file = await sink.put(targetOf('link-stopped'), part, { signal: liveSignal() });

      await assertAbortedBefore((signal) => sink.link(file, { ...linkWish, signal }));
      await assertAbortedInFlight((signal) => sink.link(file, { ...linkWish, signal }));
    },
  }),
  sinkCase({
    id: 'sink.signal.no-listeners',
    title: 'leaves no listener on a signal that it was called with',
    async check(fixture, { maxLinkSeconds }) {
      const sink = fixture.connect();
      const target = targetOf('listeners');
      const { signal } = new AbortController();

      const upload = await sink.begin(target, { signal });
      const receipt = await sink.writePart(upload, part, { signal });
      const file = await sink.complete(upload, [receipt], { expected, signal });
      if (maxLinkSeconds > 0) await sink.link(file, { ...linkWish, signal });
      await sink.abort(target, { upload, signal });
      await sink.remove(target, { signal });
      await sink.put(target, part, { signal });

      await assertNoListeners(signal);
    },
  }),
];
