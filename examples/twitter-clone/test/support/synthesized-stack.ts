import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { addTwitterClone } from '../../infra/add-twitter-clone.ts';

export interface SynthesizedStack {
  readonly template: Template;
  /** Of the template, for tools that read files. */
  readonly templateFile: string;
  /** The bundle of a function, by the beginning of its logical id. */
  bundleOf(idStart: string): string;
  remove(): Promise<void>;
}

export interface SynthesizeOptions {
  /** As `-c name=value` gives it. */
  readonly context?: Readonly<Record<string, unknown>> | undefined;
  /** Whether functions are bundled, which takes seconds. */
  readonly bundles: boolean;
}

/** The stack as `cdk synth` makes it, with the context of cdk.json. */
export async function synthesizedStack({ context = {}, bundles }: SynthesizeOptions): Promise<SynthesizedStack> {
  const folder = await mkdtemp(join(tmpdir(), 'twitter-clone-synth-'));
  const pageFolder = join(folder, 'page');
  await mkdir(pageFolder);
  await writeFile(join(pageFolder, 'index.html'), '<!doctype html><title>Murmur</title>');
  const app = new App({
    outdir: join(folder, 'cdk.out'),
    context: { ...(await cdkContext()), ...(bundles ? {} : { 'aws:cdk:bundling-stacks': [] }), ...context },
  });
  const stack = addTwitterClone(app, { pageFolder });
  const template = Template.fromStack(stack);
  const { directory } = app.synth();
  return {
    template,
    templateFile: join(directory, stack.templateFile),
    bundleOf(idStart) {
      const functions = Object.entries(template.findResources('AWS::Lambda::Function'));
      const [, found] = functions.find(([id]) => id.startsWith(idStart)) ?? [];
      return join(directory, `asset.${String(found?.['Properties'].Code.S3Key).replace('.zip', '')}`, 'index.mjs');
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function cdkContext(): Promise<Readonly<Record<string, unknown>>> {
  const file = new URL('../../infra/cdk.json', import.meta.url);
  return (JSON.parse(await readFile(file, 'utf8')) as { readonly context: Readonly<Record<string, unknown>> }).context;
}
