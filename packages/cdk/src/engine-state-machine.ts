import { exportStateMachine } from '@export-engine/runtime-lambda';
import { type Duration, Names, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Grant, Policy } from 'aws-cdk-lib/aws-iam';
import type { IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, type StateMachineProps } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { CheckedProps } from './check-props.ts';
import { maxFunctionTimeout } from './node-function.ts';

/** The state machine that calls the step function until an export has ended. */
export function createStateMachine(scope: Construct, step: IFunction, props: CheckedProps): StateMachine {
  const { logRetention = RetentionDays.ONE_MONTH, tracing = false } = props;
  const machine = new StateMachine(scope, 'StateMachine', {
    ...definition(scope, step, props),
    tracingEnabled: tracing,
    logs: {
      // Which execution failed in which state, and never what went through it.
      level: LogLevel.ERROR,
      includeExecutionData: false,
      destination: new LogGroup(scope, 'StateMachineLogs', {
        // "…prefix your log group names with /aws/vendedlogs/states": others each add to a resource policy of limited size,
        // https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
        logGroupName: `/aws/vendedlogs/states/${Names.uniqueResourceName(scope, { maxLength: 80, separator: '-' })}`,
        retention: logRetention,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    },
  });
  // Not step.grantInvoke(), which refuses a function that is known by its ARN only.
  Grant.addToPrincipal({ grantee: machine, actions: ['lambda:InvokeFunction'], resourceArns: [step.functionArn] });
  if (props.partitions.mode === 'distributed') grantChildExecutions(scope, machine);
  return machine;
}

/** As data, with names in it that CloudFormation fills in. */
function definition(
  scope: Construct,
  step: IFunction,
  { partitions, durations }: CheckedProps,
): Pick<StateMachineProps, 'definitionBody' | 'definitionSubstitutions'> {
  // Known when the stack's region is. Linters check a definition only when its ARNs are whole.
  const { partition } = Stack.of(scope);
  const isKnown = !Token.isUnresolved(partition);
  const stateMachine = exportStateMachine({
    stepFunctionArn: placeholder('StepFunctionArn'),
    awsPartition: isKnown ? partition : placeholder('AwsPartition'),
    partitions,
    clientWait: {
      timeoutSeconds: durations.clientWaitTimeout.toSeconds(),
      heartbeatSeconds: durations.clientWaitHeartbeat.toSeconds(),
    },
    stepTimeoutSeconds: timeoutOf(step).toSeconds(),
    timeoutSeconds: durations.jobTimeout.toSeconds(),
  });
  return {
    definitionBody: DefinitionBody.fromString(JSON.stringify(stateMachine)),
    definitionSubstitutions: { StepFunctionArn: step.functionArn, ...(isKnown ? {} : { AwsPartition: partition }) },
  };
}

function placeholder(name: string): string {
  return `\${${name}}`;
}

/** An imported function's time-out is not known; then the longest there is, so that no step is given up while it runs. */
function timeoutOf(step: IFunction): Duration {
  return (step as Partial<LambdaFunction>).timeout ?? maxFunctionTimeout;
}

/**
 * A distributed map starts executions of its own state machine.
 *
 * A policy beside the role's own: the state machine waits for that one, which would have to wait for the state machine.
 */
function grantChildExecutions(scope: Construct, machine: StateMachine): void {
  const policy = new Policy(scope, 'ChildExecutions');
  machine.role.attachInlinePolicy(policy);
  machine.grantStartExecution(policy);
  machine.grantExecution(policy, 'states:DescribeExecution', 'states:StopExecution');
}
