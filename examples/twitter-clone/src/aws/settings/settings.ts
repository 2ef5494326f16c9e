import { type Environment, readVariable } from './environment.ts';
import {
  address,
  arn,
  bucketName,
  choice,
  emailAddress,
  indexName,
  keyPrefix,
  or,
  origin,
  wholeNumber,
} from './variables.ts';

/** One bucket for files and records. */
export interface StorageSettings {
  readonly bucket: string;
  readonly filePrefix: string;
  readonly storePrefix: string;
  /** Emulators have no host names for buckets. */
  readonly hasBucketInPath: boolean;
}

/** Where the posts are. */
export interface SearchSettings {
  readonly url: string;
  readonly flavour: 'elasticsearch' | 'opensearch';
  readonly index: string;
  /** Secret with `{"username", "password"}` or `{"apiKey"}`; `null` for a server that asks for nothing. */
  readonly secretArn: string | null;
}

/** What every function has to know. */
export interface EngineSettings {
  readonly storage: StorageSettings;
  readonly search: SearchSettings;
  /** The application's one secret. */
  readonly secretArn: string;
  /** How people reach the application. */
  readonly applicationUrl: string;
  /** Where API Gateway takes messages for websockets. */
  readonly pushEndpoint: string;
}

/** What those functions have to know that may tell of an ending. */
export interface TellingSettings extends EngineSettings {
  /** A verified sender of mails. */
  readonly mailSender: string;
}

export interface HttpSettings extends TellingSettings {
  readonly stateMachineArn: string;
  /** Shares that an export is read in, each by a function of its own. */
  readonly partitions: number;
}

/** An export in no order can be read in shares; all exports of this application are. */
const usualPartitions = 4;
/** What a state machine runs side by side in one execution. */
const maxPartitions = 40;

/** @throws Error naming the variable that is missing or wrong */
export function engineSettings(environment: Environment): EngineSettings {
  return {
    storage: {
      bucket: readVariable(environment, 'EXPORT_BUCKET', bucketName),
      filePrefix: readVariable(environment, 'EXPORT_FILE_PREFIX', keyPrefix),
      storePrefix: readVariable(environment, 'EXPORT_STORE_PREFIX', keyPrefix),
      hasBucketInPath:
        readVariable(environment, 'S3_FORCE_PATH_STYLE', or(choice(['true', 'false']), 'false')) === 'true',
    },
    search: {
      url: readVariable(environment, 'SEARCH_URL', origin),
      flavour: readVariable(environment, 'SEARCH_FLAVOUR', choice(['elasticsearch', 'opensearch'])),
      index: readVariable(environment, 'SEARCH_INDEX', or(indexName, 'posts')),
      secretArn: readVariable(environment, 'SEARCH_SECRET_ARN', or(arn, null)),
    },
    secretArn: readVariable(environment, 'EXPORT_SECRET_ARN', arn),
    applicationUrl: readVariable(environment, 'APPLICATION_URL', address),
    pushEndpoint: readVariable(environment, 'PUSH_ENDPOINT', address),
  };
}

/** @throws Error naming the variable that is missing or wrong */
export function tellingSettings(environment: Environment): TellingSettings {
  return { ...engineSettings(environment), mailSender: readVariable(environment, 'MAIL_SENDER', emailAddress) };
}

/** @throws Error naming the variable that is missing or wrong */
export function httpSettings(environment: Environment): HttpSettings {
  const partitions = or(wholeNumber({ min: 1, max: maxPartitions }), usualPartitions);
  return {
    ...tellingSettings(environment),
    stateMachineArn: readVariable(environment, 'EXPORT_STATE_MACHINE_ARN', arn),
    partitions: readVariable(environment, 'EXPORT_PARTITIONS', partitions),
  };
}
