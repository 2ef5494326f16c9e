import type { IndexPlan } from '../data/indices.ts';
import type { BenchCase } from './scenario.ts';

type Limits = { readonly limit?: number };

/** The engine, in its ways; a way that is not mentioned is its default. */
export const engine = {
  plain: (index: IndexPlan): BenchCase => ({ id: 'engine', title: 'export engine', program: 'engine', index }),
  slices: (index: IndexPlan, partitions: number): BenchCase => ({
    id: `engine-${partitions}-slices`,
    title: `export engine, ${partitions} slices`,
    program: 'engine',
    index,
    options: { partitions },
  }),
  gzip: (index: IndexPlan): BenchCase => ({
    id: 'engine-gzip',
    title: 'export engine, gzip',
    program: 'engine',
    index,
    options: { gzip: true },
  }),
  gzipSlices: (index: IndexPlan, partitions: number): BenchCase => ({
    id: `engine-gzip-${partitions}-slices`,
    title: `export engine, gzip, ${partitions} slices`,
    program: 'engine',
    index,
    options: { gzip: true, partitions },
  }),
  declaredInputs: (index: IndexPlan): BenchCase => ({
    id: 'engine-declared-inputs',
    title: 'export engine, a column computed from declared inputs',
    program: 'engine',
    index,
    options: { computed: 'declared-inputs' },
  }),
  wholeRow: (index: IndexPlan): BenchCase => ({
    id: 'engine-whole-row',
    title: 'export engine, a column computed from the whole row',
    program: 'engine',
    index,
    options: { computed: 'whole-row' },
  }),
} as const;

/** What people use today. */
export const peers = {
  script: (index: IndexPlan, limits: Limits = {}): BenchCase => ({
    id: 'script',
    title: 'script: client, csv-stringify, lib-storage',
    program: 'script',
    index,
    ...limits,
  }),
  scriptGzip: (index: IndexPlan, limits: Limits = {}): BenchCase => ({
    id: 'script-gzip',
    title: 'script with zlib.createGzip()',
    program: 'script',
    index,
    options: { gzip: true },
    ...limits,
  }),
  elasticdumpBest: (index: IndexPlan): BenchCase => ({
    id: 'elasticdump-best',
    title: 'elasticdump, pages of 10,000, point in time',
    program: 'elasticdump',
    index,
    options: { settings: 'best' },
  }),
  elasticdumpDefault: (index: IndexPlan, limits: Limits): BenchCase => ({
    id: 'elasticdump-default',
    title: 'elasticdump, defaults',
    program: 'elasticdump',
    index,
    options: { settings: 'default' },
    ...limits,
  }),
  python: (index: IndexPlan, limits: Limits): BenchCase => ({
    id: 'python',
    title: 'Python: helpers.scan, csv, boto3',
    program: 'scan-to-csv',
    index,
    ...limits,
  }),
} as const;

/** The floor. */
export function drain(index: IndexPlan): BenchCase {
  return { id: 'drain', title: 'reading alone, bytes thrown away', program: 'drain', index };
}
