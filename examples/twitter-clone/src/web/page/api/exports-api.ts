import type { ExportStatus } from '@export-engine/core';
import type { ExportInput } from '../../../api/api-types.ts';
import type { RequestJson } from './request-json.ts';

/** An export as its owner sees it. */
export type Export = Omit<ExportStatus, 'owner'>;

interface Options {
  readonly signal: AbortSignal;
}

export interface ExportsApi {
  /** The newest first. */
  list(options: Options): Promise<readonly Export[]>;
  read(id: string, options: Options): Promise<Export>;
  /** Starts an export; the same key with the same input starts only one, however often it is sent. */
  start(input: ExportInput, idempotencyKey: string): Promise<Export>;
  cancel(id: string): Promise<Export>;
  /** A link to the file that is made now, and is good for minutes. */
  link(id: string): Promise<string>;
  /** Makes every link to the file that was mailed so far useless. */
  revokeMailedLinks(id: string): Promise<void>;
  /** Lets a websocket learn of one export. */
  issueTicket(id: string, options: Options): Promise<{ readonly ticket: string }>;
  /** Where the events of an export come from; `null` where it has to be asked for again and again. */
  eventsUrl(id: string): string | null;
  /** Where pushes come from. */
  readonly pushUrl: string;
}

export interface ExportsApiOptions {
  readonly requestJson: RequestJson;
  readonly pushUrl: string;
  /** Whether the server sends events to whoever has the page's cookies. */
  readonly hasEvents: boolean;
}

const base = '/api/exports';

export function exportsApi({ requestJson, pushUrl, hasEvents }: ExportsApiOptions): ExportsApi {
  return {
    pushUrl,
    list: async (options) => (await requestJson<{ readonly exports: readonly Export[] }>(base, options)).exports,
    read: (id, options) => requestJson(`${base}/${id}`, options),
    start: (input, idempotencyKey) =>
      requestJson(base, { method: 'POST', body: input, headers: { 'idempotency-key': idempotencyKey } }),
    cancel: (id) => requestJson(`${base}/${id}`, { method: 'DELETE' }),
    link: async (id) => (await requestJson<{ readonly url: string }>(`${base}/${id}/file`)).url,
    revokeMailedLinks: (id) => requestJson(`${base}/${id}/file-access`, { method: 'DELETE' }),
    issueTicket: (id, options) => requestJson(`${base}/${id}/tickets`, { method: 'POST', ...options }),
    eventsUrl: (id) => (hasEvents ? `${base}/${id}/events` : null),
  };
}

export function isActive({ state }: Pick<Export, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}
