/** The name that a client knows an export by. */
export type ExecutionArnOf = (exportId: string) => string;

/** In the form of the names that Step Functions gives its executions. */
const arnPattern = /^arn:[\w-]+:states:[\w-]+:\d{12}:execution:[\w-]{1,80}:([0-9a-f-]{36})$/;

/** Names for where there is no Step Functions. */
export const localExecutionArnOf: ExecutionArnOf = (exportId) =>
  `arn:export-engine:states:local:000000000000:execution:exports:${exportId}`;

/** The real names: an execution is named after its export. */
export function executionArnsOf(stateMachineArn: string): ExecutionArnOf {
  const prefix = stateMachineArn.replace(':stateMachine:', ':execution:');
  return (exportId) => `${prefix}:${exportId}`;
}

/** `undefined` for what is no name of an export. Whose export it is, and whether it is there, is for others to check. */
export function exportIdOf(executionArn: string): string | undefined {
  return arnPattern.exec(executionArn)?.[1];
}
