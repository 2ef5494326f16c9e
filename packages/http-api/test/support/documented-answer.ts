import assert from 'node:assert/strict';
import type { JsonObject } from '@export-engine/core';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { valueAt } from './value-at.ts';

/** Fails when a response is not what the OpenAPI document says of this operation. */
export type CheckDocumented = (method: string, path: string, response: Response) => Promise<void>;

/** Checks responses against a document: status, media type, required headers, body. */
export function documentChecker(document: JsonObject): CheckDocumented {
  // The document is no JSON Schema; its parts are, and are reached by pointers. Formats are checked by schemathesis.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false });
  ajv.addSchema(document, 'api');
  const validators = new Map<string, ValidateFunction>();
  const validatorAt = (pointer: string): ValidateFunction => {
    const validate = validators.get(pointer) ?? ajv.compile({ $ref: `api#${pointer}` });
    validators.set(pointer, validate);
    return validate;
  };

  return async (method, path, response) => {
    const pointer = operationPointer(document, method, path);
    if (pointer === undefined) {
      assert.ok([404, 405].includes(response.status), `${method} ${path} answers ${response.status}, undocumented`);
      return;
    }
    const [at, expected] = follow(document, [...pointer, 'responses', String(response.status)]);
    assert.ok(expected, `${method} ${path} answers ${response.status}, undocumented`);
    checkHeaders(expected, response);
    const content = expected['content'] as Readonly<Record<string, JsonObject>> | undefined;
    const mediaType = response.headers.get('Content-Type')?.split(';')[0] ?? undefined;
    if (content === undefined || method === 'HEAD') return;
    assert.ok(mediaType !== undefined && mediaType in content, `${method} ${path} answers ${mediaType}, undocumented`);
    if (!mediaType.endsWith('json')) return;
    const validate = validatorAt(pointerText([...at, 'content', mediaType, 'schema']));
    const isValid = validate(await response.clone().json());
    assert.ok(isValid, `${method} ${path} ${response.status}: ${ajv.errorsText(validate.errors)}`);
  };
}

function checkHeaders(expected: JsonObject, response: Response): void {
  const headers = (expected['headers'] ?? {}) as Readonly<Record<string, JsonObject>>;
  for (const [name, { required }] of Object.entries(headers)) {
    if (required === true) assert.ok(response.headers.has(name), `${response.status} without the header ${name}`);
  }
}

/** A path without parameters comes before one with. */
function operationPointer(document: JsonObject, method: string, path: string): readonly string[] | undefined {
  const templates = Object.keys(document['paths'] as JsonObject).sort(
    (one, other) => Number(one.includes('{')) - Number(other.includes('{')),
  );
  const template = templates.find((candidate) => {
    return new RegExp(`^${candidate.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);
  });
  const name = method === 'HEAD' ? 'get' : method.toLowerCase();
  if (template === undefined || follow(document, ['paths', template, name])[1] === undefined) return undefined;
  return ['paths', template, name];
}

/** The object at a place, and the place itself, after a reference. */
function follow(document: JsonObject, keys: readonly string[]): readonly [readonly string[], JsonObject | undefined] {
  const found = valueAt(document, ...keys) as JsonObject | undefined;
  if (typeof found?.['$ref'] !== 'string') return [keys, found];
  return follow(document, found['$ref'].slice('#/'.length).split('/'));
}

function pointerText(keys: readonly string[]): string {
  return keys.map((key) => `/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');
}
