import type { ExportState, Link } from '@export-engine/core';
import type { WireConnectionAnswer } from './wire-types.ts';

/** Makes a link to the file of an export, for its owner: `link` of the engine. */
export type MakeLink = (
  exportId: string,
  options: { readonly owner: string; readonly expiresInSeconds: number; readonly signal: AbortSignal },
) => Promise<Link>;

export interface Ending {
  readonly exportId: string;
  readonly owner: string;
  readonly state: ExportState;
}

/** Whoever is sent a link may not be at the screen. */
const linkSeconds = 3600;

/** What a connection is sent of an ending, with a link that is made now. @throws ExportEngineError of `link` */
export async function wireEnding(
  { exportId, owner, state }: Ending,
  link: MakeLink,
  signal: AbortSignal,
): Promise<WireConnectionAnswer> {
  if (state === 'cancelled') return wireError('The export was cancelled.');
  if (state !== 'completed') return wireError('The export has failed.');
  return { reportURL: (await link(exportId, { owner, expiresInSeconds: linkSeconds, signal })).url };
}

export function wireError(ErrorMessage: string): WireConnectionAnswer {
  return { Status: 'Error', ErrorMessage };
}
