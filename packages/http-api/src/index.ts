/** The HTTP API of the export engine as one `fetch` handler. @module */
export { createExportApi, type ExportApi } from './create-export-api.ts';
export type { ExportApiEngine } from './export-api-engine.ts';
export type { ExportApiLimits, ExportApiOptions, ExportApiRequest, ExportApiTickets } from './export-api-options.ts';
export type { ExportApiIdentity } from './guards/identify-owner.ts';
export type { ExportApiDocumentOptions, ExportApiServer } from './openapi/document-options.ts';
export { ExportApiProblem, type ExportApiProblemOptions, type ProblemError } from './problems/export-api-problem.ts';
export type { HttpProblemCode } from './problems/problem-codes.ts';
export type { ExportApiStatus } from './status-view.ts';
