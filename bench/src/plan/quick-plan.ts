import type { IndexPlan } from '../data/indices.ts';
import { drain, engine, peers } from './cases.ts';
import type { Scenario } from './scenario.ts';

const tweets: IndexPlan = { name: 'quick-tweets', dataSet: 'tweets', documents: 50_000, clones: 1 };
const wide: IndexPlan = { name: 'quick-wide', dataSet: 'wide', documents: 10_000, clones: 0 };

/** A run of a minute or two: every way of the engine, a peer, every condition. Its times mean little: start-up is most of them. */
export const quickPlan: readonly Scenario[] = [
  {
    id: 'tweets',
    title: 'Tweets to CSV: 50,000 short posts',
    baseline: 'script',
    floor: 'drain',
    cases: [
      drain(tweets),
      engine.plain(tweets),
      engine.slices(tweets, 2),
      engine.declaredInputs(tweets),
      engine.wholeRow(tweets),
      { ...engine.plain(tweets), id: 'engine-clones', title: 'export engine, two indices', copies: 2 },
      peers.script(tweets),
    ],
  },
  {
    id: 'gzip',
    title: 'Tweets to CSV, compressed',
    baseline: 'script-gzip',
    cases: [engine.gzip(tweets), engine.gzipSlices(tweets, 2), peers.scriptGzip(tweets, { limit: 20_000 })],
  },
  {
    id: 'wide',
    title: 'Wide documents to CSV: 10,000 of 40 columns',
    baseline: 'script',
    floor: 'drain',
    cases: [drain(wide), engine.plain(wide), peers.script(wide)],
  },
  {
    id: 'small-cpu',
    title: 'Tweets to CSV with 0.29 of a CPU',
    cpus: 0.29,
    runs: 1,
    cases: [engine.plain(tweets)],
  },
  {
    id: 'latency',
    title: 'Tweets to CSV, both servers 20 ms away',
    delayMs: 20,
    runs: 1,
    cases: [engine.plain(tweets)],
  },
  {
    id: 'sorted',
    title: 'Tweets to CSV, ordered by date',
    orderBy: 'DateCreated',
    runs: 1,
    floor: 'drain',
    cases: [drain(tweets), engine.plain(tweets)],
  },
];
