import type { Reporter, TestModule } from 'vitest/node';

/** Prints one plain last line that any log reader counts: "5 passed, 0 failed, 1 skipped". */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    let skipped = 0;
    for (const module of modules) {
      if (module.errors().length > 0) failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state === 'failed') failed += 1;
        else skipped += 1;
      }
    }
    process.once('exit', (exitCode) => {
      // A global set-up that failed, say: no test has, and yet the run did not pass.
      if (exitCode !== 0 && failed === 0) failed = 1;
      process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
    });
  }
}
