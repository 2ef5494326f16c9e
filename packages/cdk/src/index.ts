/** AWS CDK construct of the export engine. @module */
export { ExportEngine } from './export-engine.ts';
export type { ExportEngineProps, PartitionsProps } from './export-engine-props.ts';
export type { FunctionFromEntry } from './function-from-entry.ts';
export { type NodeFunctionSurroundings, nodeFunction } from './node-function.ts';
