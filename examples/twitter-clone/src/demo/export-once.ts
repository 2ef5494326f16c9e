import { setTimeout as sleep } from 'node:timers/promises';
import type { ExportStatus, Link } from '@export-engine/core';
import type { ExportInput, Session } from '../api/api-types.ts';
import { requestJson } from './request-json.ts';

export interface ExportOnceOptions {
  /** Address of the application. */
  readonly url: string;
  /** Told now and then how many rows there are. */
  readonly onProgress: (rows: number) => void;
  readonly signal: AbortSignal;
}

/** An export as the API tells it to its owner. */
export type OwnedExport = Omit<ExportStatus, 'owner'>;

const lookMs = 50;

/**
 * Exports all posts as any client would: over HTTP.
 *
 * @throws Error when the export fails, and for any answer but a 2xx
 */
export async function exportOnce({
  url,
  onProgress,
  signal,
}: ExportOnceOptions): Promise<{ readonly status: OwnedExport; readonly link: Link }> {
  const { token } = await requestJson<Session>(`${url}/api/session`, { body: { user: 'ada' }, signal });
  const call = { token, signal };
  const input: ExportInput = { search: {}, tell: 'direct' };
  let status = await requestJson<OwnedExport>(`${url}/api/exports`, { ...call, body: input });
  while (status.endedAt === null) {
    await sleep(lookMs, undefined, { signal });
    status = await requestJson<OwnedExport>(`${url}/api/exports/${status.id}`, call);
    onProgress(status.progress.rows);
  }
  if (status.state !== 'completed') throw new Error(`The export has ${status.state}: ${status.failure?.message ?? ''}`);
  return { status, link: await requestJson<Link>(`${url}/api/exports/${status.id}/file`, call) };
}
