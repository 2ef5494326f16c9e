import type { ExportEngine, JsonValue } from '@export-engine/core';

/** What the API needs of an engine. */
export type ExportApiEngine<Query extends JsonValue = JsonValue> = Pick<
  ExportEngine<Query>,
  'start' | 'list' | 'status' | 'watch' | 'link' | 'linkByToken' | 'revokeFileAccess' | 'cancel'
>;
