import { runCommand } from './command.ts';
import { missingPython, pythonVenv } from './python-venv.ts';
import type { MissingServer } from './server-descriptions.ts';

const CFN_LINT_VERSION = '1.58.0';

/** cfn-lint with everything it needs, so that a later release of one of them changes no test. */
const REQUIREMENTS = [
  `cfn-lint==${CFN_LINT_VERSION}`,
  'jsonpatch==1.48',
  'jsonpointer==3.12',
  'mpmath==1.3.0',
  'networkx==3.6.1',
  'PyYAML==6.0.4',
  'regex==2026.11.19',
  'sympy==1.14.0',
  'typing_extensions==4.16.0',
];

/** Holds a CloudFormation template against the schemas of AWS, without an account. */
export interface CfnLint {
  /**
   * @param template the path of a template, JSON or YAML.
   * @param options `regions`: where it is to be deployed, default `us-east-1`; `withoutChecks`: rules that don't fit it.
   * @throws Error with the findings, warnings among them
   */
  readonly run: (template: string, options?: CfnLintOptions) => Promise<void>;
}

export interface CfnLintOptions {
  readonly regions?: readonly string[] | undefined;
  /** Ids such as `W3005`. */
  readonly withoutChecks?: readonly string[] | undefined;
}

/**
 * cfn-lint, installed from PyPI at the first call; or why it can't be had here, and how to get it.
 *
 * @example
 * ```ts
 * const cfnLint = await findCfnLint();
 * if (!isMissing(cfnLint)) await cfnLint.run('cdk.out/Stack.template.json');
 * ```
 */
export async function findCfnLint(): Promise<CfnLint | MissingServer> {
  const name = `cfn-lint ${CFN_LINT_VERSION}`;
  const lacking = await missingPython(name);
  if (lacking !== undefined) return { missing: lacking };
  try {
    const { bin } = await pythonVenv('cfn-lint', REQUIREMENTS);
    return { run: (template, options) => run(bin('cfn-lint'), template, options) };
  } catch (error) {
    return { missing: `${name} could not be installed: ${(error as Error).message}` };
  }
}

async function run(program: string, template: string, options: CfnLintOptions = {}): Promise<void> {
  const { regions = ['us-east-1'], withoutChecks = [] } = options;
  await runCommand(program, [
    '--template',
    template,
    '--regions',
    ...regions,
    ...(withoutChecks.length > 0 ? ['--ignore-checks', ...withoutChecks] : []),
    // Informational findings are no reason to fail.
    '--non-zero-exit-code',
    'warning',
  ]);
}
