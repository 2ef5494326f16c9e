import assert from 'node:assert/strict';
import { crc32, type Segment } from '@export-engine/core';
import { describe, it } from 'vitest';
import { checksumAfter, checksumOfRuns } from './checksum-of-runs.ts';

const checked = (text: string) => ({ bytes: text.length, crc32: crc32(Buffer.from(text)) });

function segmentOf(...texts: readonly string[]): Segment {
  return { file: { key: 'a', ...checked(texts.join('')), state: null }, pieces: texts.map(checked) };
}

const segments = [segmentOf('id,name\n', '1,Ada\n', '2,Bob\n'), segmentOf('3,Eve\n')];
const run = (segment: number, start: number, bytes: number) => ({ segment, start, bytes });

describe('checksumOfRuns', () => {
  it('is that of whole pieces', () => {
    assert.equal(checksumOfRuns(segments, [run(0, 0, 14)]), checked('id,name\n1,Ada\n').crc32);
    assert.equal(checksumOfRuns(segments, [run(0, 14, 6), run(1, 0, 6)]), checked('2,Bob\n3,Eve\n').crc32);
    assert.equal(checksumOfRuns(segments, []), 0);
  });

  it('is that of runs which meet inside a piece', () => {
    assert.equal(checksumOfRuns(segments, [run(0, 8, 2), run(0, 10, 10)]), checked('1,Ada\n2,Bob\n').crc32);
  });

  it('is unknown for runs that begin or end inside a piece', () => {
    assert.equal(checksumOfRuns(segments, [run(0, 0, 10)]), undefined);
    assert.equal(checksumOfRuns(segments, [run(0, 10, 10)]), undefined);
    assert.equal(checksumOfRuns(segments, [run(1, 0, 6), run(0, 0, 3)]), undefined);
    assert.equal(checksumOfRuns(segments, [run(1, 0, 7)]), undefined);
    assert.equal(checksumOfRuns(segments, [run(2, 0, 1)]), undefined);
  });
});

describe('checksumAfter', () => {
  it('is that of what follows a run which ended inside a piece', () => {
    const runs = [run(1, 0, 6), run(0, 0, 10)];
    const { crc32: crc } = checked('3,Eve\nid,name\n1,');

    assert.equal(checksumAfter(segments, { runs, crc32: crc }, run(0, 10, 10)), checked('Ada\n2,Bob\n').crc32);
    assert.equal(checksumAfter(segments, { runs, crc32: crc }, run(0, 10, 9)), undefined);
  });
});
