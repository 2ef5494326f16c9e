import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { someCase, someRun, someScenario } from '../../test/support/results.ts';
import { fullPlan } from '../plan/full-plan.ts';
import { goals, reachedGoals } from './goals.ts';

describe('reachedGoals', () => {
  it('says of each measured figure whether it is reached', () => {
    const cases = [
      someCase({ runs: [someRun({ seconds: 0.5, cpuSeconds: 0.1 })] }),
      someCase({ id: 'script', program: 'script', runs: [someRun({ cpuSeconds: 0.5 })] }),
    ];

    const results = reachedGoals([someScenario({ baseline: 'script', cases })]);

    assert.deepEqual(
      results.map(({ kind, measured, isMet }) => [kind, measured, isMet]),
      [
        ['at least', 2, false],
        ['at most', 0.2, true],
      ],
    );
  });

  it('compares with other cases than the baseline', () => {
    const cases = [
      someCase({ runs: [someRun({ peakRssBytes: 200e6 })] }),
      someCase({ id: 'elasticdump-best', program: 'elasticdump', runs: [someRun({ peakRssBytes: 800e6 })] }),
    ];

    const results = reachedGoals([someScenario({ cases })]);

    assert.deepEqual(
      results.map(({ measured }) => measured),
      [1, 0.25],
    );
  });

  it('has only goals whose cases are in the plan', () => {
    // Every case of the plan, measured with the same numbers, so that each figure can be computed.
    const measured = fullPlan.map(({ id, title, baseline, floor, cases }) =>
      someScenario({
        id,
        title,
        baseline,
        floor,
        cases: cases.map((one) => someCase({ id: one.id, title: one.title })),
      }),
    );

    assert.equal(reachedGoals(measured).length, goals.length);
  });
});
