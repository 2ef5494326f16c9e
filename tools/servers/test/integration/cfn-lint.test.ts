import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCfnLint } from '../../src/cfn-lint.ts';
import { isMissing } from '../../src/server-descriptions.ts';

const cfnLint = await findCfnLint();

describe.skipIf(isMissing(cfnLint))('cfn-lint', () => {
  it('takes a right template, and tells what is wrong with another', async () => {
    if (isMissing(cfnLint)) return;
    const folder = await mkdtemp(join(tmpdir(), 'export-engine-cfn-lint-'));
    const template = async (properties: object): Promise<string> => {
      const path = join(folder, 'stack.template.json');
      await writeFile(
        path,
        JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: properties } } }),
      );
      return path;
    };

    await cfnLint.run(await template({ VisibilityTimeout: 30 }));
    await expect(cfnLint.run(await template({ VisibilityTimeout: 'long' }))).rejects.toThrow(/E3012/);
    await cfnLint.run(await template({ VisibilityTimeout: 'long' }), { withoutChecks: ['E3012'] });
    await rm(folder, { recursive: true });
  });
});
