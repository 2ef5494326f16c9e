import assert from 'node:assert/strict';
import { verifyExport } from '../../src/verify/verify-export.ts';

/** Asserts that what a link opens holds every one of so many posts, once and as it is. */
export async function assertWholeFile(link: string, count: number): Promise<void> {
  const { reader, ...verdict } = await verifyExport(
    Promise.resolve(link),
    { count },
    { signal: new AbortController().signal },
  );

  const whole = { isEqual: true, rows: count, expectedRows: count, differing: [], missing: [], unexpected: [] };
  assert.deepEqual(verdict, whole, `as ${reader} reads it`);
}
