export { type ErrorCode, errorCodes } from './error-codes.ts';
export { ExportEngineError, type ExportEngineErrorOptions } from './export-engine-error.ts';
