/** Stores, completes, aborts and removes small files without an end, to be killed. Prints each target before it begins. */
import { writeSync } from 'node:fs';
import { filesystemSink } from '../../../src/index.ts';
import { sampleParts, sampleTarget, wholeOf } from '../support/sample.ts';

const { folder, first } = JSON.parse(process.argv[2] ?? '') as { readonly folder: string; readonly first: number };
const sink = filesystemSink({ folder });
const options = { signal: new AbortController().signal };

for (let number = first; ; number += 1) {
  const target = sampleTarget(number);
  const parts = sampleParts(number);
  writeSync(1, `${number}\n`);
  if (number % 3 === 0) {
    await sink.put(target, wholeOf(parts), options);
  } else {
    const upload = await sink.begin(target, options);
    const receipts = await Promise.all(parts.map((part) => sink.writePart(upload, part, options)));
    if (number % 3 === 1) await sink.complete(upload, receipts, { expected: expectedOf(number), ...options });
    else await sink.abort(target, options);
  }
  if (number % 4 === 0) await sink.remove(target, options);
}

function expectedOf(number: number): { readonly bytes: number; readonly crc32: number } {
  const { bytes, crc32 } = wholeOf(sampleParts(number));
  return { bytes: bytes.byteLength, crc32 };
}
