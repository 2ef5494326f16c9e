import { compilePath } from '../../columns/index.ts';
import type { BoundColumn } from '../../contracts/index.ts';
import type { NumberMarks } from '../exact-json/number-marks.ts';
import { CellRejection } from './cell-rejection.ts';

/** Gets a column's value out of a document. Strings in it can be marked numbers when `marks` is given. */
export type CellReader = (document: object, marks: NumberMarks | undefined) => unknown;

/** Functions see numbers, never marks: an integer beyond 2^53 as a `bigint`, other numbers as the nearest one. */
export function createCellReader(column: BoundColumn): CellReader {
  switch (column.kind) {
    case 'path':
      return compilePath(column.path);
    case 'computed': {
      const inputs = column.from.map(compilePath);
      return (document, marks) =>
        callColumn(
          column.value,
          inputs.map((read) => revealed(read(document), marks)),
        );
    }
    case 'row-function':
      return (document, marks) => callColumn(column.value, [revealed(document, marks) as object]);
  }
}

function revealed(value: unknown, marks: NumberMarks | undefined): unknown {
  return marks === undefined ? value : marks.reveal(value);
}

/** Calls a column's function. Throws a `CellRejection` when it throws, or returns a promise. */
export function callColumn<Inputs extends readonly unknown[]>(
  value: (...inputs: Inputs) => unknown,
  inputs: Inputs,
): unknown {
  const result = callOrReject(value, inputs);
  if (result instanceof Promise) {
    result.catch(() => undefined);
    throw new CellRejection("the column's function returned a promise; it must return the value itself");
  }
  return result;
}

function callOrReject<Inputs extends readonly unknown[]>(
  value: (...inputs: Inputs) => unknown,
  inputs: Inputs,
): unknown {
  try {
    return value(...inputs);
  } catch (cause) {
    throw new CellRejection("the column's function threw", { cause });
  }
}
