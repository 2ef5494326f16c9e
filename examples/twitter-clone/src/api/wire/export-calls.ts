import type { ExportState } from '@export-engine/core';
import { HTTPException } from 'hono/http-exception';
import type { ExportInput } from '../api-types.ts';
import type { Call } from '../identities/identities.ts';

/** The export API, called by another route on behalf of whoever sent it a request. */
export interface ExportCalls {
  /** @returns the export's id */
  start(call: Call, input: ExportInput): Promise<string>;
  state(call: Call, exportId: string): Promise<ExportState>;
  /** @returns a fresh link */
  link(call: Call, exportId: string): Promise<string>;
}

export interface ExportCallsOptions {
  /** The export API's handler. */
  readonly fetch: (request: Request, environment: unknown) => Promise<Response>;
  /** Where it is mounted: `/api/exports`. */
  readonly basePath: string;
}

/** What says who asks, and that it asks a second time. */
const passedOn = ['authorization', 'cookie', 'idempotency-key'];

/** What the export API refuses is thrown as an `HTTPException` with its own answer. */
export function exportCalls({ fetch, basePath }: ExportCallsOptions): ExportCalls {
  async function ask({ request, environment }: Call, path: string, init: RequestInit = {}): Promise<unknown> {
    const headers = new Headers({
      accept: 'application/json',
      ...(init.body ? { 'content-type': 'application/json' } : {}),
    });
    for (const name of passedOn) {
      const value = request.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    const answer = await fetch(
      new Request(new URL(`${basePath}${path}`, request.url), { ...init, headers, signal: request.signal }),
      environment,
    );
    if (answer.ok) return answer.json();
    throw new HTTPException(answer.status as 400, { res: answer });
  }

  return {
    async start(call, input) {
      const body = JSON.stringify(input);
      return ((await ask(call, '', { method: 'POST', body })) as { readonly id: string }).id;
    },
    async state(call, exportId) {
      return ((await ask(call, `/${exportId}`)) as { readonly state: ExportState }).state;
    },
    async link(call, exportId) {
      return ((await ask(call, `/${exportId}/file`)) as { readonly url: string }).url;
    },
  };
}
