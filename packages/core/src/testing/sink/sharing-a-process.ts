import { liveSignal } from '../support/signals.ts';
import { assertStored, bytesOf, expectedOf, partOf, targetOf } from './contents.ts';
import { type SinkCase, sinkCase } from './sink-case.ts';

const EXPORTS = 50;

export const sharingAProcess: readonly SinkCase[] = [
  sinkCase({
    id: 'sink.concurrency.exports-do-not-mix',
    title: 'stores fifty files at the same time through one instance without mixing them up',
    async check(fixture) {
      const sink = fixture.connect();
      const options = { signal: liveSignal() };
      const files = Array.from({ length: EXPORTS }, (_, index) => ({
        target: targetOf(`export-${index}`),
        part: partOf(1, bytesOf(100 + index, `export ${index}`)),
      }));

      await Promise.all(
        files.map(async ({ target, part }, index) => {
          if (index % 2 === 0) return sink.put(target, part, options);
          const upload = await sink.begin(target, options);
          const receipt = await sink.writePart(upload, part, options);
          return sink.complete(upload, [receipt], { expected: expectedOf([part]), ...options });
        }),
      );

      for (const { target, part } of files) await assertStored(fixture, target.key, part.bytes);
    },
  }),
];
