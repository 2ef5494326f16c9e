import { typeName } from '@export-engine/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { ProblemError } from '../problems/export-api-problem.ts';
import { httpProblem } from '../problems/http-problem.ts';

const maxErrors = 50;
const maxMessageLength = 300;

/** @throws ExportApiProblem 422 with one error for each issue, none of which repeats the value it is about */
export async function validateBody<Body>(schema: StandardSchemaV1<unknown, Body>, body: unknown): Promise<Body> {
  const result = await schema['~standard'].validate(body);
  if (result.issues === undefined) return result.value;
  throw httpProblem('HTTP_BODY_INVALID', {
    errors: result.issues.slice(0, maxErrors).map((issue) => errorOf(issue, body)),
  });
}

function errorOf({ message, path = [] }: StandardSchemaV1.Issue, body: unknown): ProblemError {
  const keys = path.map((segment) => (typeof segment === 'object' ? segment.key : segment));
  return {
    path: keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    message: withoutValue(message, valueAt(body, keys)).slice(0, maxMessageLength),
  };
}

function valueAt(body: unknown, keys: readonly PropertyKey[]): unknown {
  let value = body;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** Some libraries write `received "secret"`: their words stay, the value becomes the name of its type. */
function withoutValue(message: string, value: unknown): string {
  if (typeof value === 'number') return message.replace(standingAlone(String(value)), typeName(value));
  if (typeof value !== 'string') return message;
  const unquoted = message.replaceAll(JSON.stringify(value), 'a string');
  // A value of one or two letters is no secret, and is part of too many words.
  return value.length < 3 ? unquoted : unquoted.replaceAll(value, 'a string');
}

function standingAlone(digits: string): RegExp {
  return new RegExp(`(?<![\\w.])${digits.replace(/[.+]/g, '\\$&')}(?![\\w.])`, 'g');
}
