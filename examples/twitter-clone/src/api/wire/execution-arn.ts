/** In the form of the names that Step Functions gives its executions, where the engine runs on AWS. */
const prefix = 'arn:export-engine:states:local:000000000000:execution:exports:';
const idPattern = /^[0-9a-f-]{36}$/;

export function executionArnOf(exportId: string): string {
  return `${prefix}${exportId}`;
}

/** `undefined` for what is no name of an export. */
export function exportIdOf(executionArn: string): string | undefined {
  const id = executionArn.startsWith(prefix) ? executionArn.slice(prefix.length) : '';
  return idPattern.test(id) ? id : undefined;
}
