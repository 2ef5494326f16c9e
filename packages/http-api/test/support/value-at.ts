import type { JsonObject, JsonValue } from '@export-engine/core';

/** What is at a place of a JSON document; `undefined` where there is nothing. */
export function valueAt(document: JsonObject, ...keys: readonly string[]): JsonValue | undefined {
  return keys.reduce<JsonValue | undefined>((value, key) => (value as JsonObject | undefined)?.[key], document);
}
