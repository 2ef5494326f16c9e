import { assertRejects } from '../support/assert-code.ts';
import {
  assertNotStored,
  begin,
  bytesOf,
  checked,
  complete,
  expectedOf,
  partOf,
  targetOf,
  writePart,
  writeParts,
} from './contents.ts';
import {
  partCountLimitNeeded,
  type SinkCase,
  sinkCase,
  smallestPartNeeded,
  smallPartLimitNeeded,
} from './sink-case.ts';

export const refusingParts: readonly SinkCase[] = [
  sinkCase({
    id: 'sink.part.wrong-crc',
    title: 'refuses a part whose CRC does not fit its bytes',
    async check(fixture) {
      const upload = await begin(fixture, targetOf('corrupt-part'));
      const part = { number: 1, bytes: bytesOf(20, 'corrupt'), crc32: checked(bytesOf(20, 'whole')).crc32 };

      await assertRejects(writePart(fixture, upload, part));
    },
  }),
  sinkCase({
    id: 'sink.part.impossible-number',
    title: 'refuses part numbers that are no integers from 1 on',
    async check(fixture) {
      const upload = await begin(fixture, targetOf('part-zero'));

      for (const number of [0, -1, 1.5]) {
        await assertRejects(writePart(fixture, upload, partOf(number, bytesOf(20, 'part'))));
      }
    },
  }),
  sinkCase({
    id: 'sink.part.number-beyond-limit',
    title: 'says EXPORT_SINK_LIMIT_EXCEEDED to a part number beyond its limit',
    needs: partCountLimitNeeded,
    async check(fixture, { maxParts }) {
      const upload = await begin(fixture, targetOf('too-many-parts'));

      await assertRejects(
        writePart(fixture, upload, partOf(maxParts + 1, bytesOf(20, 'part'))),
        'EXPORT_SINK_LIMIT_EXCEEDED',
      );
    },
  }),
  sinkCase({
    id: 'sink.part.too-large',
    title: 'says EXPORT_SINK_LIMIT_EXCEEDED to a part larger than its largest',
    needs: smallPartLimitNeeded,
    async check(fixture, { maxPartBytes }) {
      const upload = await begin(fixture, targetOf('large-part'));

      await assertRejects(
        writePart(fixture, upload, partOf(1, bytesOf(maxPartBytes + 1, 'part'))),
        'EXPORT_SINK_LIMIT_EXCEEDED',
      );
    },
  }),
  sinkCase({
    id: 'sink.part.too-small',
    title: 'fails, and stores no file, when a part that is not the last one is smaller than the smallest',
    needs: smallestPartNeeded,
    async check(fixture, { minPartBytes }) {
      const target = targetOf('small-part');
      const parts = [partOf(1, bytesOf(minPartBytes - 1, 'small')), partOf(2, bytesOf(5, 'end'))];
      const upload = await begin(fixture, target);

      await assertRejects(
        writeParts(fixture, upload, parts).then((receipts) => complete(fixture, upload, receipts, expectedOf(parts))),
      );

      await assertNotStored(fixture, target.key);
    },
  }),
];
