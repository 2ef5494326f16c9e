/** AWS CDK construct of the export engine. @module */
export { ExportEngine } from './export-engine.ts';
export type { ExportEngineProps, FunctionFromEntry, PartitionsProps } from './export-engine-props.ts';
