import { ExportEngineError } from '../../errors/index.ts';

/** Why one value can't be written, without the value. It is told which cell it was by `rejectedCell`. */
export class CellRejection extends Error {}

/** @param row 0-based position in the page. */
export function rejectedCell(error: unknown, column: string, row: number): ExportEngineError {
  const reason = error instanceof CellRejection ? error.message : 'the value could not be written';
  const cause = error instanceof CellRejection ? error.cause : error;
  return new ExportEngineError('EXPORT_CELL_REJECTED', `Column "${column}", row ${row} of its page: ${reason}.`, {
    details: { column, row },
    ...(cause !== undefined && { cause }),
  });
}
