/** A value that survives `JSON.parse(JSON.stringify(value))` unchanged. Everything the engine keeps is made of these. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A plain object of JSON values. */
export type JsonObject = { readonly [key: string]: JsonValue };
