import { ExportApiProblem, type ProblemError } from './export-api-problem.ts';
import { type HttpProblemCode, httpProblems } from './problem-codes.ts';
import { problemType } from './problem-type.ts';

/** A problem of this API's own. */
export function httpProblem(
  code: HttpProblemCode,
  more: {
    readonly errors?: readonly ProblemError[];
    readonly headers?: Readonly<Record<string, string>>;
    readonly cause?: unknown;
  } = {},
): ExportApiProblem {
  return new ExportApiProblem({ ...httpProblems[code], code, type: problemType(code), ...more });
}
