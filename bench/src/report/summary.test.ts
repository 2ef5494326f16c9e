import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { someCase, someRun, someScenario } from '../../test/support/results.ts';
import { summarise } from './summary.ts';

describe('summarise', () => {
  it('tells rates and processor times per row', () => {
    const runs = [someRun({ seconds: 2, cpuSeconds: 1 }), someRun({ seconds: 4, cpuSeconds: 3 })];

    const [summary] = summarise(someScenario({ cases: [someCase({ runs })] }));

    assert.deepEqual(summary?.rowsPerSecond, { median: 375, min: 250, max: 500 });
    assert.deepEqual(summary?.cpuMicrosecondsPerRow, { median: 2000, min: 1000, max: 3000 });
    assert.equal(summary?.peakRssMb.median, 100);
  });

  it('compares rates per row, also of a baseline that has read fewer rows', () => {
    const cases = [
      someCase({ runs: [someRun({ rows: 1000, seconds: 1, cpuSeconds: 0.25 })] }),
      someCase({ id: 'script', runs: [someRun({ rows: 100, seconds: 0.4, cpuSeconds: 0.1 })] }),
      someCase({ id: 'drain', runs: [someRun({ rows: 1000, seconds: 0.8 })] }),
    ];

    const [engine, script] = summarise(someScenario({ baseline: 'script', floor: 'drain', cases }));

    assert.equal(engine?.speedUp, 4);
    assert.equal(engine?.cpuShare, 0.25);
    assert.equal(engine?.floorShare, 0.8);
    assert.equal(script?.speedUp, 1);
  });

  it('has no ratios without a baseline', () => {
    const [summary] = summarise(someScenario());

    assert.equal(summary?.speedUp, undefined);
    assert.equal(summary?.floorShare, undefined);
  });

  it('leaves disturbed runs out when three quiet ones are left', () => {
    const quiet = Array.from({ length: 3 }, () => someRun());
    const disturbed = someRun({ seconds: 10, otherCpus: 1.5 });

    const [summary] = summarise(someScenario({ cases: [someCase({ runs: [...quiet, disturbed] })] }));

    assert.equal(summary?.rowsPerSecond.min, 1000);
    assert.equal(summary?.noisyRuns, 0);
  });

  it('counts and tells disturbed runs when there are too few others', () => {
    const runs = [someRun(), someRun(), someRun({ seconds: 10, otherCpus: 1.5 })];

    const [summary] = summarise(someScenario({ cases: [someCase({ runs })] }));

    assert.equal(summary?.rowsPerSecond.min, 100);
    assert.equal(summary?.noisyRuns, 1);
  });

  it('refuses a case that was never run', () => {
    assert.throws(() => summarise(someScenario({ cases: [someCase({ runs: [] })] })), /"export engine" was never run/);
  });
});
