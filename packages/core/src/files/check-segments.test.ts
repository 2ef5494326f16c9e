import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { crc32 } from '../checksums/crc32.ts';
import type { CheckedLength, Segment } from '../contracts/index.ts';
import { checkSegments } from './check-segments.ts';

const checked = (text: string): CheckedLength => ({ bytes: text.length, crc32: crc32(Buffer.from(text)) });

function segmentOf(...texts: readonly string[]): Segment {
  const whole = checked(texts.join(''));
  return { file: { key: 'a', ...whole, state: null }, pieces: texts.map(checked) };
}

const first = segmentOf('id,name\n', '1,Ada\n');
const second = segmentOf('2,Bob\n');
const expected = checked('id,name\n1,Ada\n2,Bob\n');

describe('checkSegments', () => {
  it('takes segments whose pieces make the expected file, empty ones and none at all among them', () => {
    checkSegments([first, second], expected);
    checkSegments([segmentOf(), first, segmentOf(''), second], expected);
    checkSegments([], checked(''));
  });

  it('takes a file whose store reports no CRC-32', () => {
    const { crc32: _, ...file } = first.file;

    checkSegments([{ ...first, file }, second], expected);
  });

  const bad: readonly (readonly [title: string, segments: readonly Segment[], whole: CheckedLength])[] = [
    ['that are one too few', [first], expected],
    ['in another order', [second, first], expected],
    ['of another length', [first, second], { ...expected, bytes: expected.bytes + 1 }],
    ['of other content', [first, second], { ...expected, crc32: expected.crc32 ^ 1 }],
    ['with a file longer than its pieces', [first, { ...second, file: { ...second.file, bytes: 7 } }], expected],
    [
      'with a file of other content than its pieces',
      [first, { ...second, file: { ...second.file, crc32: 1 } }],
      expected,
    ],
  ];
  for (const [title, segments, whole] of bad) {
    it(`refuses segments ${title}`, () => {
      assert.throws(() => checkSegments(segments, whole), { code: 'EXPORT_SINK_CONFLICT' });
    });
  }
});
