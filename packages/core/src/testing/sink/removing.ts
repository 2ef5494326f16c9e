import assert from 'node:assert/strict';
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
  targetOf,
  writeParts,
} from './contents.ts';
import { type SinkCase, sinkCase } from './sink-case.ts';

const part = partOf(1, bytesOf(20, 'removed'));

export const removing: readonly SinkCase[] = [
  sinkCase({
    id: 'sink.remove.uploaded-file',
    title: "removes the target's finished file that was made of parts",
    async check(fixture) {
      const target = targetOf('uploaded');
      const upload = await begin(fixture, target);
      await complete(fixture, upload, await writeParts(fixture, upload, [part]), expectedOf([part]));

      await fixture.connect().remove(target, { signal: liveSignal() });

      await assertNotStored(fixture, target.key);
    },
  }),
  sinkCase({
    id: 'sink.remove.put-file',
    title: "removes the target's finished file that was put in one call, and frees the key",
    async check(fixture) {
      const next = checked(bytesOf(9, 'next'));
      await fixture.connect().put(targetOf('freed', 'first-token'), part, { signal: liveSignal() });

      await fixture.connect().remove(targetOf('freed', 'first-token'), { signal: liveSignal() });

      await assertNotStored(fixture, targetOf('freed').key);
      await fixture.connect().put(targetOf('freed', 'second-token'), next, { signal: liveSignal() });
      await assertStored(fixture, targetOf('freed').key, next.bytes);
    },
  }),
  sinkCase({
    id: 'sink.remove.keeps-others',
    title: "leaves somebody else's file under the key alone",
    async check(fixture) {
      const theirs = targetOf('theirs', 'their-token');
      await fixture.connect().put(theirs, part, { signal: liveSignal() });

      await fixture.connect().remove(targetOf('theirs', 'my-token'), { signal: liveSignal() });

      await assertStored(fixture, theirs.key, part.bytes);
    },
  }),
  sinkCase({
    id: 'sink.remove.keeps-neighbours',
    title: 'leaves the file of a key that only begins with the same characters alone',
    async check(fixture) {
      const target = targetOf('street');
      const neighbour = { ...target, key: `${target.key}.more` };
      await fixture.connect().put(neighbour, part, { signal: liveSignal() });

      await fixture.connect().remove(target, { signal: liveSignal() });

      await assertStored(fixture, neighbour.key, part.bytes);
    },
  }),
  sinkCase({
    id: 'sink.remove.idempotent',
    title: 'removes again, and what was never stored, without complaint',
    async check(fixture) {
      const target = targetOf('removed-again');
      await fixture.connect().put(target, part, { signal: liveSignal() });

      await fixture.connect().remove(target, { signal: liveSignal() });
      await fixture.connect().remove(target, { signal: liveSignal() });
      await fixture.connect().remove(targetOf('never-stored'), { signal: liveSignal() });

      assert.equal(await fixture.readFile(target.key), undefined);
    },
  }),
];
