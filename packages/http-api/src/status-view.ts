import type { ExportStatus } from '@export-engine/core';

/** A status as clients see it. Who owns it they know; the id that the application gives its users is its own affair. */
export type ExportApiStatus = Omit<ExportStatus, 'owner'>;

export function viewOf({ owner: _owner, ...view }: ExportStatus): ExportApiStatus {
  return view;
}
