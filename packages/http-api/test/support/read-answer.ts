import type { Link } from '@export-engine/core';
import type { ExportApiStatus, ProblemError } from '../../src/index.ts';

/** A body of `application/problem+json`. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly code: string;
  readonly errors?: readonly ProblemError[];
}

export async function statusIn(response: Response): Promise<ExportApiStatus> {
  return (await response.json()) as ExportApiStatus;
}

export async function listIn(response: Response): Promise<readonly ExportApiStatus[]> {
  return ((await response.json()) as { readonly exports: readonly ExportApiStatus[] }).exports;
}

export async function linkIn(response: Response): Promise<Link> {
  return (await response.json()) as Link;
}

export async function problemIn(response: Response): Promise<ProblemBody> {
  return (await response.json()) as ProblemBody;
}
