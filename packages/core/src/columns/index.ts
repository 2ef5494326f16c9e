export { bindColumns } from './bind-columns.ts';
export { columnsFromDescriptions } from './columns-from-descriptions.ts';
export { compilePath, type PathReader } from './compile-path.ts';
export { planColumns } from './plan-columns.ts';
