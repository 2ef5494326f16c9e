import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type ErrorCode, ExportEngineError, errorCodes } from '@export-engine/core';
import { describe, it } from 'vitest';
import { ExportApiProblem } from './export-api-problem.ts';
import { engineProblems, httpProblems } from './problem-codes.ts';
import { problemOfError } from './problem-of-error.ts';

const page = readFileSync(new URL('../../PROBLEMS.md', import.meta.url), 'utf8');

describe('problemOfError', () => {
  it.each(Object.keys(errorCodes) as ErrorCode[])(
    'says nothing of the message of %s, unless it names an option',
    (code) => {
      const problem = problemOfError(new ExportEngineError(code, 'arn:aws:s3:::internal-bucket'));

      assert.equal(problem.code, code);
      assert.equal(problem.status, engineProblems[code]?.status ?? 500);
      const isTold = [problem.title, problem.detail].some((text) => text?.includes('arn:aws'));
      assert.equal(isTold, code === 'EXPORT_OPTIONS_INVALID');
    },
  );

  it('says when to try again what will pass', () => {
    const told = new ExportEngineError('EXPORT_SINK_UNAVAILABLE', 'slow down', { retryAfterMs: 1500 });
    const untold = new ExportEngineError('EXPORT_STORE_UNAVAILABLE', 'no answer');

    assert.equal(problemOfError(told).headers['Retry-After'], '2');
    assert.equal(problemOfError(untold).headers['Retry-After'], '5');
  });

  it.each([new Error('secret'), new TypeError('secret'), 'secret', { status: 404, code: 'secret' }, null, undefined])(
    'makes a 500 of anything else: %j',
    (error) => {
      const problem = problemOfError(error);

      assert.deepEqual([problem.status, problem.code, problem.cause], [500, 'EXPORT_UNEXPECTED', error]);
      assert.doesNotMatch(`${problem.title} ${problem.detail}`, /secret/);
    },
  );

  it('leaves a problem as it is', () => {
    const problem = new ExportApiProblem({ status: 418, code: 'TEAPOT', title: 'I am a teapot' });

    assert.equal(problemOfError(problem), problem);
  });
});

describe('ExportApiProblem', () => {
  it.each([200, 399, 600, 404.5, Number.NaN])('takes no status %d', (status) => {
    assert.throws(() => new ExportApiProblem({ status, code: 'A', title: 'a' }), TypeError);
  });

  it.each(['', 'lower', 'A B', '1A', 'A'.repeat(101)])('takes no code %j', (code) => {
    assert.throws(() => new ExportApiProblem({ status: 400, code, title: 'a' }), TypeError);
  });

  it('is known again by its brand, across copies of the package', () => {
    const other = Object.assign(new Error('a'), { [Symbol.for('@export-engine/http-api/problem')]: true });

    assert.ok(ExportApiProblem.isInstance(other));
    assert.ok(!ExportApiProblem.isInstance(new Error('a')));
    assert.ok(!ExportApiProblem.isInstance(null));
  });
});

describe('PROBLEMS.md', () => {
  const codes = [...Object.keys(httpProblems), ...Object.keys(engineProblems), 'EXPORT_UNEXPECTED'];

  it.each(codes)('has a heading for %s, which its type leads to, with its status', (code) => {
    const kind = { ...httpProblems, ...engineProblems }[code as keyof typeof httpProblems] ?? { status: 500 };

    assert.match(page, new RegExp(`^### ${code}\\n\\n${kind.status}\\. `, 'm'));
  });
});
