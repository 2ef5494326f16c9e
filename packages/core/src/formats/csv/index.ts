export { csv } from './csv.ts';
export type { CsvOptions } from './csv-options.ts';
export type { CsvDialectName } from './dialects.ts';
export type { FormulaGuardMode } from './formula-guard.ts';
