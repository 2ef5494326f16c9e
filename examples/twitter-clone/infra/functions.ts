import { fileURLToPath } from 'node:url';
import type { FunctionFromEntry } from '@export-engine/cdk';
import type { BundlingOptions } from 'aws-cdk-lib/aws-lambda-nodejs';

export type EntryName = 'http-function' | 'web-socket-function' | 'step-function' | 'sweep-function';

/** A function of `src/aws`, bundled from the sources of this repository, so that nothing has to be built before. */
export function entryOf(name: EntryName): FunctionFromEntry {
  return {
    entry: pathOf(`../src/aws/${name}.ts`),
    // Wherever this runs.
    projectRoot: pathOf('../../..'),
    depsLockFilePath: pathOf('../../../package-lock.json'),
    bundling,
  };
}

const bundling: BundlingOptions = {
  // With a condition of one's own, esbuild leaves out "module", which the small files of the AWS SDK are found by.
  esbuildArgs: { '--conditions': '@export-engine/source,module' },
};

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
