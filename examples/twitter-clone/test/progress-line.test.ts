import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { createProgressLine, type ProgressLine, type ProgressOutput } from '../src/demo/progress-line.ts';

describe('the progress line', () => {
  it('is drawn over itself in a terminal, with rate and time left, and ends with a line end', () => {
    const { line, at, written } = createLine({ isTTY: true, columns: 200 });

    at(1000, () => line.update(2500));
    at(4000, () => line.end(10_000));

    assert.deepEqual(written, [
      '\r\u001b[2K██████░░░░░░░░░░░░░░░░░░ Exporting 2,500 of 10,000 rows, 2,500 rows/s, 3 s left',
      '\r\u001b[2K████████████████████████ Exporting 10,000 of 10,000 rows, 2,500 rows/s, 4.0 s\n',
    ]);
  });

  it('is written every two seconds where there is no terminal, one line each', () => {
    const { line, at, written } = createLine({});

    at(1000, () => line.update(1000));
    at(2000, () => line.update(2000));
    at(3000, () => line.update(3000));
    at(3500, () => line.end(10_000));

    assert.deepEqual(written, [
      'Exporting 2,000 of 10,000 rows, 1,000 rows/s, 8 s left\n',
      'Exporting 10,000 of 10,000 rows, 2,857 rows/s, 3.5 s\n',
    ]);
  });

  it('never wraps', () => {
    const { line, at, written } = createLine({ isTTY: true, columns: 40 });

    at(1000, () => line.update(2500));

    assert.equal(written[0]?.replace('\r\u001b[2K', '').length, 39);
  });
});

function createLine(terminal: Partial<ProgressOutput>): {
  readonly line: ProgressLine;
  readonly at: (ms: number, act: () => void) => void;
  readonly written: readonly string[];
} {
  const written: string[] = [];
  let time = 0;
  const output = { ...terminal, write: (text: string) => written.push(text) > 0 } as ProgressOutput;
  const line = createProgressLine({ output, title: 'Exporting', expectedRows: 10_000, now: () => time });
  const at = (ms: number, act: () => void): void => {
    time = ms;
    act();
  };
  return { line, at, written };
}
