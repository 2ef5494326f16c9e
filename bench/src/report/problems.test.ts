import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { someCase, someRun, someScenario, someVerdict } from '../../test/support/results.ts';
import { problemsOf } from './problems.ts';

describe('problemsOf', () => {
  it('finds none where all is well', () => {
    const cases = [someCase(), someCase({ id: 'drain', program: 'drain', verdict: null })];

    assert.deepEqual(problemsOf([someScenario({ cases })]), []);
  });

  it.each([
    ['a wrong row of the engine', someCase({ verdict: someVerdict({ wrongRows: 1 }) })],
    ['a wrong cell of the engine', someCase({ verdict: someVerdict({ wrongSampledRows: 1, wrongColumns: ['a'] }) })],
    ['a file of the engine of which nothing was sampled', someCase({ verdict: someVerdict({ sampledRows: 0 }) })],
    ['a run that read too few rows', someCase({ runs: [someRun(), someRun({ rows: 999 })] })],
    ['a file with too few rows', someCase({ verdict: someVerdict({ rows: 999 }) })],
    ['a peer that stored too many rows', someCase({ program: 'script', verdict: someVerdict({ rows: 1001 }) })],
    ['a case without a run', someCase({ runs: [] })],
    ['a file that was not checked', someCase({ verdict: null })],
  ])('finds %s', (_what, result) => {
    assert.equal(problemsOf([someScenario({ cases: [result] })]).length, 1);
  });

  it('takes wrong rows of a peer for what they are: a result', () => {
    const verdict = someVerdict({ wrongRows: 900, wrongSampledRows: 3, wrongColumns: ['Tags'] });

    assert.deepEqual(problemsOf([someScenario({ cases: [someCase({ program: 'script', verdict })] })]), []);
  });

  it('names the scenario and the case', () => {
    const problems = problemsOf([someScenario({ cases: [someCase({ verdict: someVerdict({ wrongRows: 2 }) })] })]);

    assert.deepEqual(problems, ['tweets/engine stored 2 wrong rows.']);
  });
});
