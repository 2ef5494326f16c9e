import { type App, CliCredentialsStackSynthesizer, type Environment, type IStackSynthesizer, Tags } from 'aws-cdk-lib';
import { stackOptions } from './stack-options.ts';
import { TwitterCloneStack } from './twitter-clone-stack.ts';

export interface TwitterCloneParts {
  /** Folder of the built page. Not used for an emulator. */
  readonly pageFolder: string;
  /** Where it is deployed to, when that is known. */
  readonly env?: Required<Environment> | undefined;
}

/**
 * Adds the Twitter clone's stack to a CDK application, as the application's context (`-c name=value`) wants it.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` that names the wrong context value
 */
export function addTwitterClone(app: App, { pageFolder, env }: TwitterCloneParts): TwitterCloneStack {
  const options = stackOptions((name) => app.node.tryGetContext(name));
  const stack = new TwitterCloneStack(app, 'TwitterClone', {
    pageFolder,
    options,
    description: 'Search posts, export what is found: the worked example of the export engine.',
    ...(env && { env }),
    // An emulator has no bootstrap stack. The cast is for TypeScript's exactOptionalPropertyTypes, which CDK is not written for.
    ...(options.emulator && { synthesizer: new CliCredentialsStackSynthesizer() as IStackSynthesizer }),
  });
  Tags.of(stack).add('application', 'twitter-clone');
  return stack;
}
