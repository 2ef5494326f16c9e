import { randomUUID } from 'node:crypto';
import type { AwsServerDescription } from '../../src/server-descriptions.ts';
import { zipArchive } from '../../src/zip-archive.ts';
import { type AwsAnswer, askAws, ofAws } from './ask-aws.ts';

export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  /** What it answered: an error too. */
  readonly invoke: (event?: unknown) => Promise<AwsAnswer>;
}

export interface FunctionOptions {
  readonly timeoutSeconds?: number;
  readonly variables?: Readonly<Record<string, string>>;
  readonly role?: string;
}

/** A function on Node whose whole code is `code`, an ES module that exports `handler`. */
export async function createFunction(
  aws: AwsServerDescription,
  code: string,
  options: FunctionOptions = {},
): Promise<LambdaFunction> {
  const name = `f-${randomUUID()}`;
  const { FunctionArn } = await ofAws(aws, {
    service: 'lambda',
    path: '/2015-03-31/functions',
    body: {
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: options.role ?? 'arn:aws:iam::000000000000:role/any',
      Timeout: options.timeoutSeconds ?? 10,
      Code: { ZipFile: zipArchive({ 'index.mjs': code }).toString('base64') },
      Environment: { Variables: options.variables ?? {} },
    },
  });
  return {
    name,
    arn: FunctionArn,
    invoke: (event = {}) =>
      askAws(aws, {
        service: 'lambda',
        path: `/2015-03-31/functions/${name}/invocations`,
        body: JSON.stringify(event),
      }),
  };
}

/** Everything that the invocations of a function have written, one string. */
export async function logOf(aws: AwsServerDescription, name: string): Promise<string> {
  const { events } = await ofAws(aws, {
    service: 'logs',
    target: 'Logs_20140328.FilterLogEvents',
    body: { logGroupName: `/aws/lambda/${name}` },
  });
  return (events as readonly { readonly message: string }[]).map(({ message }) => message).join('\n');
}
