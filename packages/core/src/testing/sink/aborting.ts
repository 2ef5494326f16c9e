import assert from 'node:assert/strict';
import type { SinkTarget, Upload } from '../../contracts/index.ts';
import { assertRejects } from '../support/assert-code.ts';
import { liveSignal } from '../support/signals.ts';
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
import { type SinkCase, sinkCase } from './sink-case.ts';
import type { SinkFixture } from './sink-harness.ts';

const part = partOf(1, bytesOf(20, 'aborted'));

export const aborting: readonly SinkCase[] = [
  sinkCase({
    id: 'sink.abort.removes-upload',
    title: 'removes an upload with its parts',
    async check(fixture) {
      const target = targetOf('aborted');
      const upload = await begin(fixture, target);
      await writePart(fixture, upload, part);

      await abort(fixture, target, upload);

      assert.equal(await fixture.openUploads(target.key), 0, 'the upload is still there');
      await assertNotStored(fixture, target.key);
    },
  }),
  sinkCase({
    id: 'sink.abort.unrecorded-upload',
    title: 'finds and removes an upload that nobody recorded',
    async check(fixture) {
      const target = targetOf('unrecorded');
      await writePart(fixture, await begin(fixture, target), part);

      await abort(fixture, target);

      assert.equal(await fixture.openUploads(target.key), 0, 'the upload is still there');
    },
  }),
  sinkCase({
    id: 'sink.abort.keeps-file',
    title: 'keeps a finished file when it aborts what is left of its uploads',
    async check(fixture) {
      const target = targetOf('finished');
      const upload = await begin(fixture, target);
      await complete(fixture, upload, await writeParts(fixture, upload, [part]), expectedOf([part]));

      await abort(fixture, target, upload);

      await assertStored(fixture, target.key, part.bytes);
    },
  }),
  sinkCase({
    id: 'sink.abort.keeps-neighbours',
    title: 'leaves the upload of a key that only begins with the same characters alone',
    async check(fixture) {
      const target = targetOf('street');
      const neighbour = { ...targetOf('neighbour'), key: `${target.key}.more` };
      await begin(fixture, target);
      await begin(fixture, neighbour);

      await abort(fixture, target);

      assert.equal(await fixture.openUploads(neighbour.key), 1, "the neighbour's upload");
    },
  }),
  sinkCase({
    id: 'sink.abort.idempotent',
    title: 'aborts again, and what was never begun, without complaint',
    async check(fixture) {
      const target = targetOf('aborted-again');
      const upload = await begin(fixture, target);

      await abort(fixture, target, upload);
      await abort(fixture, target, upload);
      await abort(fixture, targetOf('never-begun'));
    },
  }),
  sinkCase({
    id: 'sink.abort.then-write',
    title: 'says EXPORT_SINK_CONFLICT to a part of an aborted upload',
    async check(fixture) {
      const target = targetOf('write-after-abort');
      const upload = await begin(fixture, target);
      await abort(fixture, target, upload);

      await assertRejects(writePart(fixture, upload, part), 'EXPORT_SINK_CONFLICT');

      assert.equal(await fixture.openUploads(target.key), 0, 'the upload is back');
    },
  }),
  sinkCase({
    id: 'sink.abort.then-complete',
    title: 'says EXPORT_SINK_CONFLICT to the completion of an aborted upload, and stores no file',
    async check(fixture) {
      const target = targetOf('complete-after-abort');
      const upload = await begin(fixture, target);
      const receipts = await writeParts(fixture, upload, [part]);
      await abort(fixture, target, upload);

      await assertRejects(complete(fixture, upload, receipts, expectedOf([part])), 'EXPORT_SINK_CONFLICT');

      await assertNotStored(fixture, target.key);
    },
  }),
  sinkCase({
    id: 'sink.abort.then-anew',
    title: 'takes the same target anew after an abort',
    async check(fixture) {
      const target = targetOf('anew');
      await abort(fixture, target, await begin(fixture, target));

      const upload = await begin(fixture, target);
      await complete(fixture, upload, await writeParts(fixture, upload, [part]), expectedOf([part]));

      await assertStored(fixture, target.key, part.bytes);
    },
  }),
];

async function abort(fixture: SinkFixture, target: SinkTarget, upload?: Upload): Promise<void> {
  await fixture.connect().abort(target, { upload, signal: liveSignal() });
}
