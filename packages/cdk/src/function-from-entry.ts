import type { NodejsFunctionProps } from 'aws-cdk-lib/aws-lambda-nodejs';

/**
 * A file that exports `handler`, to be made a function by `nodeFunction()`: the esbuild of your project bundles it. Every
 * property of `NodejsFunction` can be set, and wins.
 */
export interface FunctionFromEntry extends NodejsFunctionProps {
  /** Path of the file, TypeScript or JavaScript. Make it absolute: a relative one starts where `cdk` runs. */
  readonly entry: string;
}
