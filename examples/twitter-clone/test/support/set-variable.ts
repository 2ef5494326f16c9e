import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { clientOptions } from '../integration/support/deploy-assembly.ts';
import type { DeployedClone } from './deployed-clone.ts';

/** Changes variables of a deployed function, given by the output that names it; its next call is of a new process. */
export async function setVariable(
  { aws, outputs }: Pick<DeployedClone, 'aws' | 'outputs'>,
  output: string,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const client = new LambdaClient(clientOptions(aws));
  const FunctionName = outputs[output];
  const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const Variables = { ...Environment?.Variables, ...variables };
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  client.destroy();
}
