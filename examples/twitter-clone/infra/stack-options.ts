import { type Check, checkOptions, custom, optional } from '@export-engine/core';

/** What the stack is made of, known when it is synthesized: CDK context, `-c name=value`. */
export interface StackOptions {
  /** Whether an OpenSearch domain is made in the stack, instead of taking a cluster's address as a parameter. @default false */
  readonly createDomain: boolean;
  /** Shares that a result is read in, each by a function of its own; 1 to 40. @default 4 */
  readonly partitions: number;
  /** Time-out of the step function, in seconds, 2 to 900: tests shorten it. @default 900 */
  readonly stepTimeoutSeconds: number;
  /** Where the cluster is reached from; `undefined` when it is reached from everywhere. */
  readonly network: NetworkOptions | undefined;
  /** An emulator of AWS to deploy to. */
  readonly emulator: EmulatorOptions | undefined;
}

export interface NetworkOptions {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

export interface EmulatorOptions {
  /** `http://127.0.0.1:4566`, without a slash at the end. */
  readonly endpoint: string;
  /** The same, or of another server for S3. */
  readonly s3Endpoint: string;
}

/** As it comes: text from the command line, or values from a test. */
interface Context {
  readonly createDomain?: unknown;
  readonly partitions?: unknown;
  readonly stepTimeoutSeconds?: unknown;
  readonly vpcId?: unknown;
  readonly subnetIds?: unknown;
  readonly securityGroupIds?: unknown;
  readonly standIn?: unknown;
  readonly standInS3?: unknown;
}

const checks: { readonly [Name in keyof Required<Context>]: Check } = {
  createDomain: optional(custom('true or false', (value) => ['true', 'false'].includes(String(value)))),
  partitions: optional(whole(1, 40)),
  stepTimeoutSeconds: optional(whole(2, 900)),
  vpcId: optional(ids('vpc', 1)),
  subnetIds: optional(ids('subnet', 16)),
  securityGroupIds: optional(ids('sg', 5)),
  standIn: optional(origin()),
  standInS3: optional(origin()),
};

/**
 * @param contextOf Answers `undefined` for what was not given.
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` that names the wrong value, or the missing one
 */
export function stackOptions(contextOf: (name: string) => unknown): StackOptions {
  const context: Context = Object.fromEntries(Object.keys(checks).map((name) => [name, contextOf(name)]));
  checkOptions<Context>('The context', context, checks);
  return {
    createDomain: String(context.createDomain ?? false) === 'true',
    partitions: Number(context.partitions ?? 4),
    stepTimeoutSeconds: Number(context.stepTimeoutSeconds ?? 900),
    network: networkOf(context),
    emulator: emulatorOf(context),
  };
}

function networkOf({ vpcId, subnetIds, securityGroupIds }: Context): NetworkOptions | undefined {
  const given = { vpcId, subnetIds, securityGroupIds };
  if (Object.values(given).every((value) => value === undefined)) return undefined;
  // One without the others is a mistake.
  const { vpcId: vpc, subnetIds: subnets, securityGroupIds: groups } = checks;
  checkOptions<typeof given>('The context, where one of a network is given', given, {
    vpcId: required(vpc),
    subnetIds: required(subnets),
    securityGroupIds: required(groups),
  });
  return { vpcId: String(vpcId), subnetIds: list(subnetIds), securityGroupIds: list(securityGroupIds) };
}

function emulatorOf({ standIn, standInS3 = standIn }: Context): EmulatorOptions | undefined {
  return standIn === undefined ? undefined : { endpoint: String(standIn), s3Endpoint: String(standInS3) };
}

function required(check: Check): Check {
  return { ...check, accepts: (value) => value !== undefined && check.accepts(value) };
}

function whole(min: number, max: number): Check {
  return custom(`a whole number from ${min} to ${max}`, (value) => {
    return /^\d+$/.test(String(value)) && Number(value) >= min && Number(value) <= max;
  });
}

function ids(prefix: string, max: number): Check {
  return custom(`1 to ${max} of ${prefix}-…, with commas between`, (value) => {
    const names = list(value);
    return names.length <= max && names.every((name) => new RegExp(`^${prefix}-[0-9a-f]{8,17}$`).test(name));
  });
}

function origin(): Check {
  return custom('an address such as http://127.0.0.1:4566', (value) => {
    return typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value;
  });
}

function list(value: unknown): readonly string[] {
  return String(value).split(',');
}
