import type { IndexPlan } from '../data/indices.ts';
import { drain, engine, peers } from './cases.ts';
import type { BenchCase, Scenario } from './scenario.ts';

const tweets: IndexPlan = { name: 'bench-tweets', dataSet: 'tweets', documents: 1_000_000, clones: 4 };
const fewTweets: IndexPlan = { name: 'bench-tweets-100k', dataSet: 'tweets', documents: 100_000, clones: 4 };
const wide: IndexPlan = { name: 'bench-wide', dataSet: 'wide', documents: 200_000, clones: 0 };

/** A 512 MB Lambda function's share of a vCPU: 512/1769, "Configure Lambda function memory" in its manual. */
const lambdaCpus = 0.29;

/** All of the benchmark. Slow programs stop after a part of the rows, which costs them little: they have a steady rate by then. */
export const fullPlan: readonly Scenario[] = [
  {
    id: 'tweets',
    title: 'Tweets to CSV: 1,000,000 short posts',
    baseline: 'script',
    floor: 'drain',
    cases: [
      drain(tweets),
      engine.plain(tweets),
      engine.slices(tweets, 2),
      engine.slices(tweets, 4),
      engine.declaredInputs(tweets),
      engine.wholeRow(tweets),
      peers.script(tweets),
      peers.elasticdumpBest(tweets),
      peers.elasticdumpDefault(tweets, { limit: 50_000 }),
      peers.python(tweets, { limit: 200_000 }),
    ],
  },
  {
    id: 'gzip',
    title: 'Tweets to CSV, compressed',
    baseline: 'script-gzip',
    floor: 'drain',
    cases: [
      drain(tweets),
      engine.gzip(tweets),
      engine.gzipSlices(tweets, 2),
      peers.scriptGzip(tweets, { limit: 200_000 }),
    ],
  },
  {
    id: 'wide',
    title: 'Wide documents to CSV: 200,000 of 40 columns',
    baseline: 'script',
    floor: 'drain',
    cases: [
      drain(wide),
      engine.plain(wide),
      engine.slices(wide, 2),
      engine.gzip(wide),
      peers.script(wide),
      peers.scriptGzip(wide, { limit: 50_000 }),
      peers.elasticdumpBest(wide),
      peers.python(wide, { limit: 100_000 }),
    ],
  },
  {
    id: 'small-cpu',
    title: `Tweets to CSV with ${lambdaCpus} of a CPU, as in a 512 MB Lambda function`,
    cpus: lambdaCpus,
    baseline: 'script',
    cases: [engine.plain(tweets), peers.script(tweets, { limit: 200_000 })],
  },
  {
    id: 'small-cpu-wide',
    title: `Wide documents to CSV with ${lambdaCpus} of a CPU`,
    cpus: lambdaCpus,
    baseline: 'script',
    cases: [engine.plain(wide), peers.script(wide, { limit: 40_000 })],
  },
  {
    id: 'latency',
    title: 'Tweets to CSV, both servers 20 ms away (one way)',
    delayMs: 20,
    runs: 3,
    baseline: 'script',
    floor: 'drain',
    cases: [
      drain(tweets),
      engine.plain(tweets),
      engine.slices(tweets, 2),
      engine.slices(tweets, 4),
      peers.script(tweets, { limit: 500_000 }),
    ],
  },
  {
    id: 'sorted',
    title: 'Tweets to CSV, ordered by date',
    orderBy: 'DateCreated',
    runs: 3,
    baseline: 'script',
    floor: 'drain',
    cases: [drain(tweets), engine.plain(tweets), peers.script(tweets, { limit: 300_000 })],
  },
  {
    id: 'growth',
    title: 'Growth: tweets to CSV from 100,000 to 5,000,000 rows',
    runs: 2,
    cases: [
      ...grown('100,000 rows', fewTweets, 1),
      ...grown('500,000 rows', fewTweets, 5),
      ...grown('1,000,000 rows', tweets, 1),
      ...grown('5,000,000 rows', tweets, 5),
    ],
  },
];

function grown(rows: string, index: IndexPlan, copies: number): readonly BenchCase[] {
  return [engine.plain(index), engine.gzip(index)].map((one) => ({
    ...one,
    id: `${one.id}-${(index.documents * copies) / 1000}k`,
    title: `${one.title}, ${rows}`,
    copies,
  }));
}
