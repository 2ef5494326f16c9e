import type { ExportStatus } from '@export-engine/core';
import type { ExportInput } from '../../../api/api-types.ts';
import { requestJson } from './request-json.ts';

/** An export as its owner sees it. */
export type Export = Omit<ExportStatus, 'owner'>;

const base = '/api/exports';

/** The newest first. */
export async function listExports(options: { signal: AbortSignal }): Promise<readonly Export[]> {
  return (await requestJson<{ readonly exports: readonly Export[] }>(base, options)).exports;
}

export async function readExport(id: string, options: { signal: AbortSignal }): Promise<Export> {
  return requestJson<Export>(`${base}/${id}`, options);
}

/** Starts an export; the same key with the same input starts only one, however often it is sent. */
export async function startExport(input: ExportInput, idempotencyKey: string): Promise<Export> {
  return requestJson<Export>(base, { method: 'POST', body: input, headers: { 'idempotency-key': idempotencyKey } });
}

export async function cancelExport(id: string): Promise<Export> {
  return requestJson<Export>(`${base}/${id}`, { method: 'DELETE' });
}

/** Makes every link to the file that was mailed so far useless. */
export async function revokeMailedLinks(id: string): Promise<void> {
  await requestJson(`${base}/${id}/file-access`, { method: 'DELETE' });
}

/** Lets a websocket learn of one export. */
export async function issueTicket(id: string, options: { signal: AbortSignal }): Promise<{ readonly ticket: string }> {
  return requestJson(`${base}/${id}/tickets`, { method: 'POST', ...options });
}

export function eventsUrl(id: string): string {
  return `${base}/${id}/events`;
}

/** Leads to the file, for whoever may have it. */
export function fileUrl(id: string): string {
  return `${base}/${id}/file`;
}

export function pushUrl(): string {
  return new URL('/api/push', window.location.href.replace(/^http/, 'ws')).href;
}

export function isActive({ state }: Pick<Export, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}
