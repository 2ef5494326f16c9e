import { findSchemathesis, isMissing, type Schemathesis } from '@export-engine/servers';
import { describe } from 'vitest';

/**
 * A `describe` whose tests need Schemathesis; to be awaited at the top of a test file. Where it can't be had, they are
 * skipped and counted under a title that says how to get it.
 *
 * @throws Error when CI is set and it can't be had: there, a skipped test is a broken promise.
 */
export async function describeWithSchemathesis(
  title: string,
  body: (schemathesis: Schemathesis) => void,
): Promise<void> {
  const found = await findSchemathesis();
  if (!isMissing(found)) {
    describe(title, () => body(found));
    return;
  }
  if (process.env['CI'] === 'true') throw new Error(`CI=true, and Schemathesis is missing: ${found.missing}`);
  // biome-ignore lint/suspicious/noSkippedTests: a missing tool is a loud, counted skip; with CI=true it is a failure.
  describe.skip(`${title} [SKIPPED, no Schemathesis: ${found.missing.split('\n', 1)[0]}]`, () => {
    body({ run: () => Promise.reject(new Error('Schemathesis is missing.')) });
  });
}
