import type { JsonValue } from '@export-engine/core';

/** A text that this adapter put into an upload's, a receipt's or a file's state; `undefined` when it is not there. */
export function stateText(state: JsonValue, name: string): string | undefined {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return undefined;
  const value = (state as Readonly<Record<string, JsonValue>>)[name];
  return typeof value === 'string' ? value : undefined;
}
