import assert from 'node:assert/strict';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import * as v from 'valibot';
import { describe, it } from 'vitest';
import type { ExportApiProblem } from '../index.ts';
import { validateBody } from './validate-body.ts';

/** A schema that finds these issues. */
function refusing(...issues: StandardSchemaV1.Issue[]): StandardSchemaV1<unknown, never> {
  return { '~standard': { version: 1, vendor: 'test', validate: () => ({ issues }) } };
}

async function errorsOf(schema: StandardSchemaV1<unknown>, body: unknown) {
  const problem = await validateBody(schema, body).then(
    () => assert.fail('accepted'),
    (error: ExportApiProblem) => error,
  );
  assert.equal(problem.status, 422);
  return problem.errors ?? [];
}

describe('validateBody', () => {
  it('gives back what the schema made of the body', async () => {
    const schema = v.object({ since: v.pipe(v.string(), v.transform(Number)), limit: v.optional(v.number(), 10) });

    assert.deepEqual(await validateBody(schema, { since: '7', more: 1 }), { since: 7, limit: 10 });
  });

  it('names places by JSON Pointer, from keys and from segments', async () => {
    const issues = [
      { message: 'a', path: ['search', 0, { key: 'value' }] },
      { message: 'b', path: ['a/b', 'c~d', 'e.f'] },
      { message: 'c' },
    ];

    const paths = (await errorsOf(refusing(...issues), {})).map(({ path }) => path);

    assert.deepEqual(paths, ['/search/0/value', '/a~1b/c~0d/e.f', '']);
  });

  it('repeats no value that a library writes into its message', async () => {
    const schema = v.object({ kind: v.literal('csv'), age: v.pipe(v.number(), v.maxValue(99)), on: v.boolean() });
    const body = { kind: 'my secret', age: 12_345.5, on: 'a' };

    const errors = await errorsOf(schema, body);

    assert.deepEqual(errors, [
      { path: '/kind', message: 'Invalid type: Expected "csv" but received a string' },
      { path: '/age', message: 'Invalid value: Expected <=99 but received number' },
      { path: '/on', message: 'Invalid type: Expected boolean but received a string' },
    ]);
  });

  it('bounds what it says', async () => {
    const many = Array.from({ length: 500 }, () => ({ message: 'x'.repeat(10_000), path: ['a'] }));

    const errors = await errorsOf(refusing(...many), {});

    assert.equal(errors.length, 50);
    assert.ok(errors.every(({ message }) => message.length === 300));
  });

  it('is not led astray by a path that the body does not have', async () => {
    const issues = [
      { message: 'toString', path: ['toString', 'length'] },
      { message: 'm', path: [Symbol('s')] },
    ];

    assert.deepEqual(await errorsOf(refusing(...issues), null), [
      { path: '/toString/length', message: 'toString' },
      { path: '/Symbol(s)', message: 'm' },
    ]);
  });
});
