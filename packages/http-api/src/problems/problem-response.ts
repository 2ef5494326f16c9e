import type { ExportApiProblem } from './export-api-problem.ts';

/** The members of `application/problem+json`, RFC 9457, with `code` and `errors` as our extensions. */
export function problemResponse(problem: ExportApiProblem): Response {
  const { type, title, status, detail, code, errors, headers } = problem;
  return new Response(JSON.stringify({ type, title, status, detail, code, errors }), {
    status,
    headers: { ...headers, 'Content-Type': 'application/problem+json' },
  });
}
