import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { type BenchOptions, benchOptions } from './bench-options.ts';

describe('benchOptions', () => {
  it('measures everything, five runs each where a scenario does not want fewer', () => {
    const { scenarios, isQuick } = parsed([]);

    assert.equal(isQuick, false);
    assert.deepEqual(scenarios.map(({ id, runs }) => [id, runs]).slice(0, 3), [
      ['tweets', 5],
      ['gzip', 5],
      ['wide', 5],
    ]);
    assert.equal(scenarios.find(({ id }) => id === 'growth')?.runs, 2);
  });

  it('takes the named scenarios only, in the order of the plan', () => {
    assert.deepEqual(
      parsed(['--only', 'wide,tweets']).scenarios.map(({ id }) => id),
      ['tweets', 'wide'],
    );
  });

  it('takes the wanted number of runs for all of them', () => {
    assert.deepEqual(
      parsed(['--only', 'tweets,growth', '--runs', '1']).scenarios.map(({ runs }) => runs),
      [1, 1],
    );
  });

  it('waits for nobody where it is quick', () => {
    const { repeats, patienceMs, scenarios } = parsed(['--quick']);

    assert.deepEqual([repeats, patienceMs], [0, 0]);
    assert.ok(scenarios.every(({ runs, cases }) => runs <= 2 && cases.every(({ index }) => index.documents <= 50_000)));
  });

  it('gives help instead', () => {
    assert.match((benchOptions(['--help']) as { help: string }).help, /--only A,B +only these scenarios: tweets, gzip/);
  });

  it.each([
    [['--only', 'tweets,nonsense'], /"nonsense" is none of tweets/],
    [['--runs', '0'], /--runs must be an integer from 1 to 100; got "0"/],
    [['--runs', ''], /--runs must be/],
    [['--repeats', '11'], /--repeats must be/],
    [['--fast'], /Unknown option '--fast'/],
  ])('refuses %j', (args, message) => {
    assert.throws(() => benchOptions(args), message);
  });

  it.each([[[]], [['--quick']]])('has unique names, and baselines and floors that are there, with %j', (args) => {
    for (const { id, baseline, floor, cases } of parsed(args).scenarios) {
      const ids = cases.map((one) => one.id);
      assert.equal(new Set(ids).size, ids.length, id);
      for (const name of [baseline, floor]) assert.ok(name === undefined || ids.includes(name), `${id}: ${name}`);
    }
  });
});

function parsed(args: readonly string[]): BenchOptions {
  return benchOptions(args) as BenchOptions;
}
