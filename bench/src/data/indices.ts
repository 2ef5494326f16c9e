import type { DataSet } from './data-set.ts';
import { tweets } from './tweets.ts';
import { wideDocuments } from './wide-documents.ts';

export type DataSetName = 'tweets' | 'wide';

const dataSets: Readonly<Record<DataSetName, DataSet>> = { tweets, wide: wideDocuments };

/** An index with documents 0 to `documents - 1` of a data set, and as many clones of it as wanted. */
export interface IndexPlan {
  readonly name: string;
  readonly dataSet: DataSetName;
  readonly documents: number;
  /** Further indices with the same documents. Elasticsearch links their files, so that they cost neither time nor space. */
  readonly clones: number;
}

export function dataSetOf({ dataSet }: Pick<IndexPlan, 'dataSet'>): DataSet {
  return dataSets[dataSet];
}

/** The names of the index and its first clones, `copies` in all. */
export function indexNames({ name }: IndexPlan, copies: number): readonly string[] {
  return [name, ...Array.from({ length: copies - 1 }, (_, index) => `${name}-clone-${index + 1}`)];
}
