import { describe } from 'vitest';
import { hasPython } from '../../src/verify/compare-with-python.ts';

const isThere = await hasPython();

/** A `describe` that needs Python 3 as the reader of files; without it a loud, counted skip. @throws Error in CI when there is none. */
export function describeWithPython(title: string, body: () => void): void {
  if (isThere) {
    describe(title, body);
  } else if (process.env['CI'] === 'true') {
    throw new Error('CI=true, and there is no python3 on the PATH.');
  } else {
    describe.skip(`${title} [SKIPPED: install python3]`, body);
  }
}
