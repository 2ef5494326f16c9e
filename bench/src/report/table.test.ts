import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { someCase, someRun, someScenario, someVerdict } from '../../test/support/results.ts';
import { markdownTable } from './table.ts';

describe('markdownTable', () => {
  it('has a row for each case and as many cells in each', () => {
    const cases = [someCase(), someCase({ id: 'drain', program: 'drain', verdict: null })];

    const lines = markdownTable(someScenario({ baseline: 'engine', cases })).split('\n');

    assert.equal(lines.length, 4);
    assert.equal(new Set(lines.map((line) => line.split('|').length)).size, 1);
  });

  it('shows ratios against the baseline', () => {
    const cases = [
      someCase({ runs: [someRun({ seconds: 0.25, cpuSeconds: 0.1 })] }),
      someCase({ id: 'script', title: 'script', program: 'script' }),
    ];

    const [, , engine = ''] = markdownTable(someScenario({ baseline: 'script', cases })).split('\n');

    assert.match(engine, /\| 4\.00x \|/);
    assert.match(engine, /\| 0\.20 \|/);
  });

  it('leaves out columns in which no case has anything to say', () => {
    assert.doesNotMatch(markdownTable(someScenario()), /against the script|of reading alone/);
  });

  it('shows wrong rows, and in which columns sampled cells were wrong', () => {
    const verdict = someVerdict({ wrongRows: 1234, wrongSampledRows: 5, wrongColumns: ['a', 'b', 'c', 'd'] });

    const table = markdownTable(someScenario({ cases: [someCase({ verdict })] }));

    assert.match(table, /\| 1,234 \| 5 of 20: a, b, c, … \|/);
  });

  it('marks cases whose runs were disturbed', () => {
    const runs = [someRun(), someRun({ otherCpus: 1 })];

    assert.match(
      markdownTable(someScenario({ cases: [someCase({ runs })] })),
      /export engine \(1 of 2 runs disturbed\)/,
    );
  });
});
