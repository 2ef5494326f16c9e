import type { JsonObject } from '@export-engine/core';
import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';

/** What a schema says of itself as JSON Schema, when it can: zod and arktype do. Anything otherwise. */
export function jsonSchemaOf(schema: StandardSchemaV1): JsonObject {
  const props: Partial<StandardJSONSchemaV1['~standard']> = schema['~standard'];
  try {
    return (props.jsonSchema?.input({ target: 'draft-2020-12' }) ?? {}) as JsonObject;
  } catch {
    // It has no words for this schema. That is no reason not to serve.
    return {};
  }
}
