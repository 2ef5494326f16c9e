import assert from 'node:assert/strict';
import { assertRejects } from '../support/assert-code.ts';
import { assertJson } from '../support/json.ts';
import { liveSignal } from '../support/signals.ts';
import { assertNotStored, assertStored, bytesOf, checked, targetOf } from './contents.ts';
import { type SinkCase, sinkCase, smallFileLimitNeeded } from './sink-case.ts';

export const putting: readonly SinkCase[] = [
  sinkCase({
    id: 'sink.put.stores',
    title: 'stores a small file in one call, byte for byte',
    async check(fixture) {
      const target = targetOf('small');
      const content = checked(bytesOf(50, 'small'));

      const file = await fixture.connect().put(target, content, { signal: liveSignal() });

      assertJson(file, 'the stored file');
      assert.equal(file.key, target.key);
      assert.equal(file.bytes, 50);
      assert.ok(file.crc32 === undefined || file.crc32 === content.crc32, 'reports another CRC');
      await assertStored(fixture, target.key, content.bytes);
    },
  }),
  sinkCase({
    id: 'sink.put.empty',
    title: 'stores an empty file',
    async check(fixture) {
      const target = targetOf('empty');

      const file = await fixture.connect().put(target, checked(new Uint8Array(0)), { signal: liveSignal() });

      assert.equal(file.bytes, 0);
      await assertStored(fixture, target.key, new Uint8Array(0));
    },
  }),
  sinkCase({
    id: 'sink.put.idempotent',
    title: 'stores the same file again in another process without complaint',
    async check(fixture) {
      const target = targetOf('again');
      const content = checked(bytesOf(50, 'again'));

      const first = await fixture.connect().put(target, content, { signal: liveSignal() });
      const second = await fixture.connect().put(target, content, { signal: liveSignal() });

      assert.equal(second.bytes, first.bytes);
      await assertStored(fixture, target.key, content.bytes);
    },
  }),
  sinkCase({
    id: 'sink.put.somebody-elses',
    title: "says EXPORT_SINK_CONFLICT and leaves somebody else's file alone, even one with the same bytes",
    async check(fixture) {
      const content = checked(bytesOf(50, 'theirs'));
      const { key } = targetOf('shared');
      await fixture.connect().put(targetOf('shared', 'their-token'), content, { signal: liveSignal() });

      for (const mine of [checked(bytesOf(50, 'mine')), content]) {
        const put = fixture.connect().put(targetOf('shared', 'my-token'), mine, { signal: liveSignal() });
        await assertRejects(put, 'EXPORT_SINK_CONFLICT');
      }

      await assertStored(fixture, key, content.bytes);
    },
  }),
  sinkCase({
    id: 'sink.put.wrong-crc',
    title: 'refuses a file whose CRC does not fit its bytes, and stores nothing',
    async check(fixture) {
      const target = targetOf('corrupt');
      const content = { bytes: bytesOf(50, 'corrupt'), crc32: checked(bytesOf(50, 'whole')).crc32 };

      await assertRejects(fixture.connect().put(target, content, { signal: liveSignal() }));

      await assertNotStored(fixture, target.key);
    },
  }),
  sinkCase({
    id: 'sink.put.own-copy',
    title: 'is done with the bytes when the call is over: they may change afterwards',
    async check(fixture) {
      const target = targetOf('reused');
      const content = checked(bytesOf(50, 'first'));
      await fixture.connect().put(target, content, { signal: liveSignal() });

      content.bytes.fill(0);

      await assertStored(fixture, target.key, bytesOf(50, 'first'));
    },
  }),
  sinkCase({
    id: 'sink.put.too-large',
    title: 'says EXPORT_SINK_LIMIT_EXCEEDED to a file larger than its largest, and stores nothing',
    needs: smallFileLimitNeeded,
    async check(fixture, { maxFileBytes }) {
      const target = targetOf('too-large');
      const content = checked(bytesOf(maxFileBytes + 1, 'large'));

      await assertRejects(
        fixture.connect().put(target, content, { signal: liveSignal() }),
        'EXPORT_SINK_LIMIT_EXCEEDED',
      );

      await assertNotStored(fixture, target.key);
    },
  }),
];
