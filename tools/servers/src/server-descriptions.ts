/** A server that cannot be had here: why, and one sentence on how to get it. */
export interface MissingServer {
  readonly missing: string;
}

export interface SearchServerDescription {
  readonly product: 'elasticsearch' | 'opensearch';
  readonly url: string;
  readonly version: string;
}

/** An endpoint that is spoken to as one speaks to AWS. */
export interface AwsServerDescription {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** An S3 endpoint with path-style addresses. */
export interface S3ServerDescription extends AwsServerDescription {}

/** What each server's description holds when it runs. All of it survives JSON. */
export interface ServerDescriptions {
  readonly elasticsearch92: SearchServerDescription;
  readonly elasticsearch819: SearchServerDescription;
  readonly opensearch38: SearchServerDescription;
  readonly opensearch219: SearchServerDescription;
  readonly s3: S3ServerDescription;
  readonly aws: AwsServerDescription;
}

export type ServerName = keyof ServerDescriptions;

/** What test files are given: for each server its description, or why there is none. */
export type ProvidedServers = { readonly [Name in ServerName]: ServerDescriptions[Name] | MissingServer };

export function isMissing(server: object): server is MissingServer {
  return 'missing' in server;
}

/** Where a described server is reached. */
export function urlOf(server: SearchServerDescription | AwsServerDescription): string {
  return 'url' in server ? server.url : server.endpoint;
}
