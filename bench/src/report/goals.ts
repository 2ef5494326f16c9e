import type { ScenarioResult } from './results.ts';
import { type Summary, summarise } from './summary.ts';

/** What we hold ourselves to: ratios within one scenario, so that they depend little on the machine. */
export interface Goal {
  readonly text: string;
  readonly scenario: string;
  readonly kind: 'at least' | 'at most';
  readonly bound: number;
  /** `undefined` while a case that it needs was not measured. */
  readonly measure: (find: (id: string) => Summary | undefined) => number | undefined;
}

export interface GoalResult extends Pick<Goal, 'text' | 'kind' | 'bound'> {
  readonly measured: number;
  readonly isMet: boolean;
}

const speedUp =
  (id: string): Goal['measure'] =>
  (find) =>
    find(id)?.speedUp;
const cpuShare =
  (id: string): Goal['measure'] =>
  (find) =>
    find(id)?.cpuShare;
const floorShare =
  (id: string): Goal['measure'] =>
  (find) =>
    find(id)?.floorShare;
const peakRss =
  (id: string): Goal['measure'] =>
  (find) =>
    find(id)?.peakRssMb.max;
const ratio =
  (number: (summary: Summary) => number, id: string, otherId: string): Goal['measure'] =>
  (find) => {
    const [one, other] = [find(id), find(otherId)];
    return one && other && number(one) / number(other);
  };
const rate = ({ rowsPerSecond }: Summary): number => rowsPerSecond.median;
const rss = ({ peakRssMb }: Summary): number => peakRssMb.median;

const least = { kind: 'at least' } as const;
const most = { kind: 'at most' } as const;

export const goals: readonly Goal[] = [
  { text: 'tweets, speed against the script', scenario: 'tweets', ...least, bound: 2.8, measure: speedUp('engine') },
  {
    text: 'tweets, 2 slices, speed against the script',
    scenario: 'tweets',
    ...least,
    bound: 3.6,
    measure: speedUp('engine-2-slices'),
  },
  { text: 'wide, speed against the script', scenario: 'wide', ...least, bound: 5, measure: speedUp('engine') },
  {
    text: 'tweets, gzip, speed against the script with gzip',
    scenario: 'gzip',
    ...least,
    bound: 12,
    measure: speedUp('engine-gzip'),
  },
  {
    text: 'tweets, client CPU against the script',
    scenario: 'tweets',
    ...most,
    bound: 0.28,
    measure: cpuShare('engine'),
  },
  { text: 'wide, client CPU against the script', scenario: 'wide', ...most, bound: 0.18, measure: cpuShare('engine') },
  { text: 'tweets, share of reading alone', scenario: 'tweets', ...least, bound: 0.75, measure: floorShare('engine') },
  { text: 'wide, share of reading alone', scenario: 'wide', ...least, bound: 0.68, measure: floorShare('engine') },
  {
    text: 'tweets at 0.29 of a CPU, speed against the script',
    scenario: 'small-cpu',
    ...least,
    bound: 6,
    measure: speedUp('engine'),
  },
  {
    text: 'wide at 0.29 of a CPU, speed against the script',
    scenario: 'small-cpu-wide',
    ...least,
    bound: 7,
    measure: speedUp('engine'),
  },
  {
    text: 'tweets, speed against elasticdump at its best',
    scenario: 'tweets',
    ...least,
    bound: 2.8,
    measure: ratio(rate, 'engine', 'elasticdump-best'),
  },
  {
    text: 'tweets, peak memory against elasticdump at its best',
    scenario: 'tweets',
    ...most,
    bound: 0.3,
    measure: ratio(rss, 'engine', 'elasticdump-best'),
  },
  {
    text: 'tweets, a column from declared inputs, speed against the script',
    scenario: 'tweets',
    ...least,
    bound: 2.3,
    measure: speedUp('engine-declared-inputs'),
  },
  {
    text: 'tweets, a column from the whole row, speed against the script',
    scenario: 'tweets',
    ...least,
    bound: 1.3,
    measure: speedUp('engine-whole-row'),
  },
  { text: '5,000,000 rows, peak RSS in MB', scenario: 'growth', ...most, bound: 220, measure: peakRss('engine-5000k') },
  {
    text: '5,000,000 rows, gzip, peak RSS in MB',
    scenario: 'growth',
    ...most,
    bound: 220,
    measure: peakRss('engine-gzip-5000k'),
  },
  {
    text: 'peak RSS of 5,000,000 rows against 500,000',
    scenario: 'growth',
    ...most,
    bound: 1.15,
    measure: ratio(rss, 'engine-5000k', 'engine-500k'),
  },
  {
    text: 'gzip, peak RSS of 5,000,000 rows against 500,000',
    scenario: 'growth',
    ...most,
    bound: 1.15,
    measure: ratio(rss, 'engine-gzip-5000k', 'engine-gzip-500k'),
  },
];

/** Those goals whose cases were measured. */
export function reachedGoals(scenarios: readonly ScenarioResult[]): readonly GoalResult[] {
  return goals.flatMap(({ text, scenario, kind, bound, measure }) => {
    const result = scenarios.find(({ id }) => id === scenario);
    if (result === undefined) return [];
    const summaries = summarise(result);
    const measured = measure((id) => summaries.find((summary) => summary.result.id === id));
    if (measured === undefined) return [];
    return [{ text, kind, bound, measured, isMet: kind === 'at least' ? measured >= bound : measured <= bound }];
  });
}
