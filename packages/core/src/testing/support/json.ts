import assert from 'node:assert/strict';

/** The value as another process would get it. */
export function throughJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

/** Asserts that a value is JSON: a round trip leaves it as it was. */
export function assertJson(value: unknown, what: string): void {
  assert.notEqual(value, undefined, `${what} is undefined`);
  assert.deepEqual(value, throughJson(value), `${what} does not survive a JSON round trip`);
}
