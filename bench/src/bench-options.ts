import { parseArgs } from 'node:util';
import { fullPlan } from './plan/full-plan.ts';
import { quickPlan } from './plan/quick-plan.ts';
import type { Scenario } from './plan/scenario.ts';

export interface BenchOptions {
  readonly isQuick: boolean;
  /** What is measured, in this order, with the number of runs of each case. */
  readonly scenarios: readonly (Scenario & { readonly runs: number })[];
  /** How often a run that others disturbed is repeated. */
  readonly repeats: number;
  /** How long to wait for others to leave the machine alone before each run. */
  readonly patienceMs: number;
  /** Has each program write a CPU profile, and prints where its time goes, instead of measuring. */
  readonly isProfile: boolean;
}

const usualRuns = 5;
const quickRuns = 2;
const patienceMs = 8000;

const help = `Usage: npm run bench [-- options]

Measures the export engine against what people use today, on a real Elasticsearch and a real S3 server, which are started
for it. The data are loaded once and kept. Needs Linux; JDK 21 or newer, Maven and Go for the servers, Python for one peer.

  --quick         small data, few cases, under three minutes: for continuous integration; writes to bench/results/quick
  --only A,B      only these scenarios: ${fullPlan.map(({ id }) => id).join(', ')}
  --runs N        runs of each case, 1 to 100 (default ${usualRuns}, fewer for some; with --quick ${quickRuns})
  --repeats N     how often a run is repeated when others used the machine meanwhile, 0 to 10 (default 1; with --quick 0);
                  0 does not wait for a quiet machine before each run either
  --profile       runs the engine's cases once each under Node's profiler and prints where their time goes
  --help          this text
`;

/**
 * @returns the help text instead when it is asked for
 * @throws Error in one sentence for a wrong command line
 */
export function benchOptions(args: readonly string[]): BenchOptions | { readonly help: string } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      runs: { type: 'string' },
      repeats: { type: 'string' },
      profile: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return { help };
  const plan = values.quick ? quickPlan : fullPlan;
  const wanted = values.only?.split(',') ?? plan.map(({ id }) => id);
  const unknown = wanted.find((name) => plan.every(({ id }) => id !== name));
  if (unknown !== undefined) {
    throw new Error(`--only: "${unknown}" is none of ${plan.map(({ id }) => id).join(', ')}.`);
  }
  const most = values.runs === undefined ? undefined : integer('--runs', values.runs, 1, 100);
  const repeats = values.repeats === undefined ? Number(!values.quick) : integer('--repeats', values.repeats, 0, 10);
  return {
    isQuick: values.quick,
    scenarios: plan
      .filter(({ id }) => wanted.includes(id))
      .map((scenario) => ({ ...scenario, runs: most ?? scenario.runs ?? (values.quick ? quickRuns : usualRuns) })),
    repeats,
    patienceMs: repeats === 0 ? 0 : patienceMs,
    isProfile: values.profile,
  };
}

function integer(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text !== '' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Error(`${name} must be an integer from ${min} to ${max}; got "${text}".`);
}
