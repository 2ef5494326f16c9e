import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { findCfnLint, isMissing } from '@export-engine/servers';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type SynthesizedStack, synthesizedStack } from '../support/synthesized-stack.ts';

const cfnLint = await findCfnLint();
const title = isMissing(cfnLint) ? `A linter's view (skipped: ${cfnLint.missing})` : "A linter's view";

const withoutChecks = [
  // CDK says twice that a function waits for its role, by name and by DependsOn.
  'W3005',
  // It does not know that a Succeed state has an OutputPath, and falls over its own message about one inside a branch. The
  // tests of runtime-lambda validate state machines.
  'E3601',
  'E1101',
];

describe.skipIf(isMissing(cfnLint))(title, () => {
  const variants: readonly (readonly [what: string, context: Readonly<Record<string, string>>])[] = [
    ['the stack', {}],
    ['the stack for an emulator', { standIn: 'http://127.0.0.1:4566' }],
    [
      'the stack with a domain of its own, in a network',
      { createDomain: 'true', vpcId: 'vpc-00000001', subnetIds: 'subnet-00000001', securityGroupIds: 'sg-00000001' },
    ],
  ];

  it.each(variants)('%s is what CloudFormation takes', async (_, context) => {
    const { templateFile, remove } = await synthesizedStack({ bundles: false, context });
    try {
      assert.ok(!isMissing(cfnLint));
      await cfnLint.run(templateFile, { regions: ['us-east-1', 'eu-central-1'], withoutChecks });
    } finally {
      await remove();
    }
  });
});

describe('The bundles of the functions', () => {
  const names = ['ExportsStepFunction', 'ExportsSweepFunction', 'HttpFunction', 'WebSocketFunction'];
  const maxBytes = 1_000_000;
  let stack: SynthesizedStack;

  beforeAll(async () => {
    stack = await synthesizedStack({ bundles: true });
  });
  afterAll(() => stack.remove());

  it.each(names)('%s is smaller than a megabyte, and loads', async (name) => {
    const bundle = stack.bundleOf(name);
    const { size } = await stat(bundle);
    const initMs = await loadingTimes(bundle);

    console.log(`${name}: ${(size / 1000).toFixed(0)} kB, loads in ${initMs.map((ms) => ms.toFixed(0)).join(', ')} ms`);
    assert.ok(size < maxBytes, `${size} bytes`);
  });
});

/** Each in a process of its own, as Lambda does it. In order; the first one reads from disk. */
async function loadingTimes(bundle: string): Promise<readonly number[]> {
  const script = `
    const { handler } = await import(process.argv[1]);
    if (typeof handler !== 'function') throw new Error('There is no handler.');
    console.log(performance.now());`;
  const times: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const started = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script, bundle], {
      // Nothing of the environment that is not needed to load.
      env: { AWS_REGION: 'eu-central-1' },
    });
    times.push(Number(started.stdout));
  }
  return times.sort((one, other) => one - other);
}
