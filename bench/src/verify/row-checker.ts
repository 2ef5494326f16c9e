import type { DataSet, Value } from '../data/data-set.ts';
import { cellMatches } from './cell-matches.ts';
import type { Verdict } from './verdict.ts';

export interface ExpectedRows {
  readonly dataSet: DataSet;
  /** Documents 0 to `documents - 1` may come. */
  readonly documents: number;
  /** How often each may come. */
  readonly copies: number;
  /** How many rows there have to be. */
  readonly rows: number;
  /** Further columns behind the data set's, computed from a document's values. */
  readonly computed?: Readonly<Record<string, (values: readonly Value[]) => Value>> | undefined;
}

export interface RowChecker {
  /** Takes the records of a file one by one, the header first. @throws Error when the header is not the expected one */
  readonly check: (cells: readonly string[]) => void;
  readonly verdict: () => Verdict;
}

/** Of so many documents, one is compared cell by cell; a prime, so that it falls on all kinds of them. */
const sampleEvery = 53;

/**
 * Compares the rows of a file with the documents they were made of, in any order. Every row's identifier is compared digit
 * by digit. It takes a byte of memory per document, whatever the file holds.
 */
export function createRowChecker({
  dataSet,
  documents,
  copies,
  rows: expectedRows,
  computed = {},
}: ExpectedRows): RowChecker {
  const seen = new Uint8Array(documents);
  let header: readonly string[] | undefined;
  let rows = 0;
  let wrongIds = 0;
  let sampledRows = 0;
  let wrongSampledRows = 0;
  const wrongColumns = new Set<string>();

  function checkRow(cells: readonly string[]): void {
    rows += 1;
    const index = dataSet.indexOf(cells[0] ?? '');
    const times = index === undefined ? undefined : seen[index];
    if (index === undefined || times === undefined || times >= copies) {
      wrongIds += 1;
      return;
    }
    seen[index] = times + 1;
    if (index % sampleEvery === 0) checkCells(cells, dataSet.valuesAt(index));
  }

  function checkCells(cells: readonly string[], values: readonly Value[]): void {
    const all = [...values, ...Object.values(computed).map((compute) => compute(values))];
    const expected = all.slice(0, header?.length);
    const wrong = expected.flatMap((value, column) =>
      cellMatches(cells[column] ?? '', value) ? [] : [header?.[column] ?? ''],
    );
    sampledRows += 1;
    if (wrong.length > 0 || cells.length !== header?.length) wrongSampledRows += 1;
    for (const name of wrong) wrongColumns.add(name);
  }

  return {
    check(cells) {
      if (header !== undefined) return checkRow(cells);
      header = [...dataSet.columns, ...Object.keys(computed)].slice(0, cells.length);
      if (cells.join() !== header.join() || cells.length < dataSet.columns.length) {
        throw new Error(`The header row is ${JSON.stringify(cells)}.`);
      }
    },
    verdict: () => ({
      rows,
      wrongRows: wrongIds + Math.max(0, expectedRows - rows),
      sampledRows,
      wrongSampledRows,
      wrongColumns: [...wrongColumns],
    }),
  };
}
