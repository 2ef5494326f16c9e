import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { assertAbortedBefore, assertAbortedInFlight, assertNoListeners, liveSignal } from '../support/signals.ts';
import { assertNotStored, assertStored, targetOf } from './contents.ts';
import { assemble, joinedBytes, type StoredSegment, storeSegments, wholePartBytes } from './segments.ts';
import { assembleNeeded, type SinkCase, sinkCase } from './sink-case.ts';
import type { SinkDeclaration, SinkFixture } from './sink-harness.ts';

export const stoppingAssembly: readonly SinkCase[] = [
  sinkCase({
    id: 'sink.signal.assemble-before',
    title: 'rejects with signal.reason and assembles nothing when the signal is already aborted',
    needs: assembleNeeded,
    async check(fixture, declaration) {
      const target = targetOf('assembly-unwanted');
      const stored = await storeTwo(fixture, declaration);

      await assertAbortedBefore((signal) => assemble(fixture, target, stored, { signal }));

      await assertNotStored(fixture, target.key);
      assert.equal(await fixture.openUploads(target.key), 0, 'an upload was begun');
    },
  }),
  sinkCase({
    id: 'sink.signal.assemble-in-flight',
    title: 'rejects with signal.reason when aborted while it assembles, which can then be done again',
    needs: assembleNeeded,
    async check(fixture, declaration) {
      const target = targetOf('assembly-stopped');
      const stored = await storeTwo(fixture, declaration);

      await assertAbortedInFlight((signal) => assemble(fixture, target, stored, { signal }));

      await assemble(fixture, target, stored);
      await assertStored(fixture, target.key, joinedBytes(stored));
    },
  }),
  sinkCase({
    id: 'sink.signal.assemble-cleaned-up',
    title: 'leaves nothing that abort can not remove when aborted while it assembles; abort keeps the segments',
    needs: assembleNeeded,
    async check(fixture, declaration) {
      const target = targetOf('assembly-given-up');
      const stored = await storeTwo(fixture, declaration);
      const controller = new AbortController();
      let isSettled = false;
      const settled = assemble(fixture, target, stored, { signal: controller.signal })
        .catch(() => undefined)
        .finally(() => {
          isSettled = true;
        });
      while (!isSettled && (await fixture.openUploads(target.key)) === 0) await setImmediate();
      controller.abort(new Error('given up'));
      await settled;

      await fixture.connect().abort(target, { signal: liveSignal() });

      assert.equal(await fixture.openUploads(target.key), 0, 'an upload is left');
      for (const segment of stored) await assertStored(fixture, segment.target.key, segment.bytes);
    },
  }),
  sinkCase({
    id: 'sink.signal.assemble-no-listeners',
    title: 'leaves no listener on a signal that it assembled with',
    needs: assembleNeeded,
    async check(fixture, declaration) {
      const { signal } = new AbortController();

      await assemble(fixture, targetOf('assembly-listeners'), await storeTwo(fixture, declaration), { signal });

      await assertNoListeners(signal);
    },
  }),
];

function storeTwo(fixture: SinkFixture, declaration: SinkDeclaration): Promise<readonly StoredSegment[]> {
  return storeSegments(fixture, 'stopped', [[wholePartBytes(declaration), 7], [5]]);
}
