import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Policy } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { checkProps } from './check-props.ts';
import { createAlarms } from './engine-alarms.ts';
import { createBucket } from './engine-bucket.ts';
import { createStateMachine } from './engine-state-machine.ts';
import { engineEnvironment } from './environment.ts';
import type { ExportEngineProps } from './export-engine-props.ts';
import type { FunctionFromEntry } from './function-from-entry.ts';
import { type NodeFunctionSurroundings, nodeFunction } from './node-function.ts';
import { type FileRights, grantBucket } from './rights.ts';

/**
 * The export engine on AWS: a private bucket that empties itself, the state machine, the function that runs its steps, the
 * sweeper with its schedule, a secret to sign with, logs, and alarms.
 *
 * A class, as everything that others put into their stacks by `new`.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` that names the wrong prop; nothing was made then.
 *
 * @example
 * ```ts
 * import { ExportEngine } from '@export-engine/cdk';
 * import { Stack } from 'aws-cdk-lib';
 * import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
 *
 * export function addExports(stack: Stack): void {
 *   const exports = new ExportEngine(stack, 'Exports', {
 *     step: { entry: 'src/export-step.ts' },
 *     sweep: { entry: 'src/export-sweep.ts' },
 *   });
 *   const api = new NodejsFunction(stack, 'Api', { entry: 'src/api.ts', environment: exports.environment });
 *   exports.grantStart(api);
 * }
 * ```
 */
export class ExportEngine extends Construct {
  /** Files under `files/`, the engine's store under `store/`. */
  readonly bucket: Bucket;
  /** Signs tickets, links and what else has to be known again: 64 random letters and digits. */
  readonly secret: Secret;
  readonly stateMachine: StateMachine;
  readonly stepFunction: IFunction;
  readonly sweepFunction: IFunction;
  readonly alarms: readonly Alarm[];
  /**
   * For the environment of functions that start or follow exports: `EXPORT_BUCKET`, `EXPORT_FILE_PREFIX`,
   * `EXPORT_STORE_PREFIX`, `EXPORT_SECRET_ARN`, `EXPORT_STATE_MACHINE_ARN`. The step and the sweep function have all but the
   * last: CloudFormation can't make two things that need each other's names, and they don't need it.
   */
  readonly environment: Record<string, string>;

  constructor(scope: Construct, id: string, props: ExportEngineProps) {
    const checked = checkProps(props);
    super(scope, id);
    const { encryptionKey, durations, alarmTopic } = checked;

    this.bucket = createBucket(this, checked);
    this.secret = new Secret(this, 'Secret', {
      description: 'Signs the tickets and links of exports.',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      ...(encryptionKey === undefined ? {} : { encryptionKey }),
    });
    this.stepFunction = this.#function('StepFunction', props.step, checked, {
      description: 'Runs the steps of exports.',
      // "At 1,769 MB, a function has the equivalent of one vCPU", https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
      // A step uses one core and no more; with less it takes longer by as much as it costs less.
      memorySize: 1769,
    });
    this.sweepFunction = this.#function('SweepFunction', props.sweep, checked, {
      description: 'Ends exports that nobody goes on with, and removes old ones.',
    });
    this.stateMachine = createStateMachine(this, this.stepFunction, checked);
    new Rule(this, 'SweepSchedule', {
      description: 'Calls the sweeper of exports.',
      schedule: Schedule.rate(durations.sweepInterval),
      targets: [new LambdaFunction(this.sweepFunction, { retryAttempts: 0 })],
    });
    this.alarms = createAlarms(this, {
      stateMachine: this.stateMachine,
      step: this.stepFunction,
      sweep: this.sweepFunction,
      sweepInterval: durations.sweepInterval,
      alarmTopic,
    });

    const environment = engineEnvironment(this.bucket, this.secret);
    this.environment = { ...environment, EXPORT_STATE_MACHINE_ARN: this.stateMachine.stateMachineArn };
    this.#equip(this.stepFunction, environment, 'write');
    this.#equip(this.sweepFunction, environment, 'clean');
    this.#grantTaskResponse(this.stepFunction);
  }

  /**
   * For a function behind an HTTP API: it starts, follows and cancels exports, makes links to their files, and keeps an export
   * waiting for a client that has just asked for a ticket.
   *
   * What its engine does itself when it cancels an export, such as sending a mail, is granted by you.
   */
  grantStart(grantee: IGrantable): Grant {
    return grantBucket(this.bucket, grantee, 'clean')
      .combine(this.secret.grantRead(grantee))
      .combine(this.stateMachine.grantStartExecution(grantee))
      .combine(this.stateMachine.grant(grantee, 'states:SendTaskHeartbeat'))
      .combine(this.stateMachine.grantExecution(grantee, 'states:StopExecution'));
  }

  /**
   * For a function behind a websocket API: it keeps who is connected, tells a waiting export that its client is there, and
   * makes links. To send to connections it needs `stage.grantManagementApiAccess()`, as the step and the sweep function do.
   */
  grantPush(grantee: IGrantable): Grant {
    return grantBucket(this.bucket, grantee, 'link')
      .combine(this.secret.grantRead(grantee))
      .combine(this.stateMachine.grantTaskResponse(grantee));
  }

  /** As it was given, or made of a file. Whoever calls these calls again by itself, so Lambda's own retries are off. */
  #function(
    id: string,
    given: FunctionFromEntry | IFunction,
    surroundings: NodeFunctionSurroundings,
    defaults: Partial<FunctionFromEntry>,
  ): IFunction {
    if ('functionArn' in given) return given;
    const { logRetention, tracing } = surroundings;
    return nodeFunction(this, id, { ...defaults, retryAttempts: 0, ...given }, { logRetention, tracing });
  }

  /** Also a function that was made elsewhere, unless it is only known by its ARN. */
  #equip(target: IFunction, environment: Readonly<Record<string, string>>, rights: FileRights): void {
    if (target.role === undefined) return;
    grantBucket(this.bucket, target, rights);
    this.secret.grantRead(target);
    if (!('addEnvironment' in target) || typeof target.addEnvironment !== 'function') return;
    for (const [name, value] of Object.entries(environment)) target.addEnvironment(name, value);
  }

  /**
   * By a policy beside the role's own: the function waits for that one, which would wait for the state machine, which waits
   * for the function.
   */
  #grantTaskResponse(target: IFunction): void {
    if (target.role === undefined) return;
    const policy = new Policy(this, 'TaskResponse');
    target.role.attachInlinePolicy(policy);
    this.stateMachine.grantTaskResponse(policy);
  }
}
