import { ExportEngineError } from '../errors/index.ts';
import { type Check, typeName } from '../options/index.ts';

/** Refuses a column option that its check does not accept. `option` is written as in `columns[3].path`. */
export function checkColumnOption(where: string, option: string, value: unknown, check: Check): void {
  if (check.accepts(value)) return;
  const got = value === undefined ? 'it is missing' : `got ${typeName(value)}${check.explain?.(value) ?? ''}`;
  throw invalidColumn(where, option, `must be ${check.expected}; ${got}`);
}

/** `problem` completes "option X …". */
export function invalidColumn(where: string, option: string, problem: string): ExportEngineError {
  return new ExportEngineError('EXPORT_OPTIONS_INVALID', `${where}: option "${option}" ${problem}.`, {
    details: { owner: where, option },
  });
}
