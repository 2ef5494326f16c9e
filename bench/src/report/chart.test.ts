import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { someCase, someRun, someScenario } from '../../test/support/results.ts';
import { resultsChart } from './chart.ts';

describe('resultsChart', () => {
  it('draws bars whose lengths are as the rates', () => {
    const cases = [
      someCase({ runs: [someRun({ seconds: 1 })] }),
      someCase({ id: 'script', program: 'script', runs: [someRun({ seconds: 4 })] }),
    ];

    const widths = [...resultsChart(someScenarios(cases)).matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) =>
      Number(width),
    );

    assert.equal(widths.length, 2);
    assert.equal((widths[0] ?? 0) / (widths[1] ?? 1), 4);
  });

  it('draws a bar to the median, and a line from the slowest to the fastest run', () => {
    const runs = [1, 2.5, 5].map((seconds) => someRun({ seconds }));

    const chart = resultsChart(someScenarios([someCase({ runs })]));

    const [, left = '', width = ''] = /<rect [^>]*x="([\d.]+)" [^>]*width="([\d.]+)"/.exec(chart) ?? [];
    const [, from = '', to = ''] = /<line [^>]*x1="([\d.]+)" x2="([\d.]+)"/.exec(chart) ?? [];
    const [slowest, median, fastest] = [Number(from) - Number(left), Number(width), Number(to) - Number(left)];
    assert.deepEqual([fastest / slowest, fastest / median], [5, 2.5]);
  });

  it('tells the engine, its peers and the floor apart', () => {
    const chart = resultsChart(
      someScenarios([
        someCase(),
        someCase({ id: 'script', program: 'script' }),
        someCase({ id: 'drain', program: 'drain' }),
      ]),
    );

    assert.deepEqual(
      [...chart.matchAll(/<rect class="(\w+)"/g)].map(([, kind]) => kind),
      ['engine', 'peer', 'floor'],
    );
  });

  it('escapes titles', () => {
    const chart = resultsChart(someScenarios([someCase({ title: 'a < b & c' })]));

    assert.match(chart, />a &lt; b &amp; c</);
  });

  it('is as high as what is in it', () => {
    const [, height] = /viewBox="0 0 \d+ (\d+)"/.exec(resultsChart([someScenario(), someScenario()])) ?? [];
    const lowest = Math.max(
      ...[...resultsChart([someScenario(), someScenario()]).matchAll(/translate\(\d+ (\d+)\)/g)].map(([, y]) =>
        Number(y),
      ),
    );

    assert.ok(Number(height) > lowest + 44 + 26);
  });
});

function someScenarios(cases: readonly ReturnType<typeof someCase>[]) {
  return [someScenario({ cases })];
}
