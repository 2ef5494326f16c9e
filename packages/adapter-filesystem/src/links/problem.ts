/** An error as `application/problem+json` (RFC 9457). */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** The engine's error code, or one beginning with `HTTP_` for what only HTTP knows. */
  readonly code: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export function problemResponse({ headers, ...problem }: Problem): Response {
  return new Response(JSON.stringify({ type: 'about:blank', ...problem }), {
    status: problem.status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    },
  });
}
