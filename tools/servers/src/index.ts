export { cacheDirectory } from './cache.ts';
export { type CfnLint, type CfnLintOptions, findCfnLint } from './cfn-lint.ts';
export { type Chromium, fetchedChromium, findChromium } from './chromium.ts';
export { type ElasticsearchOptions, type ElasticsearchVersion, startElasticsearch } from './elasticsearch.ts';
export type { FaultAction, FaultLogEntry, FaultRequest, FaultRule } from './fault-action.ts';
export { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
export {
  MINISTACK_FUNCTION_CREDENTIALS,
  type MinistackOptions,
  type RunningMinistack,
  startMinistack,
} from './ministack.ts';
export { type LambdaWorker, lambdaWorkers, type SentMail, sentMail } from './ministack-back-door.ts';
export {
  type OpenSearchOptions,
  type OpenSearchVersion,
  type RunningOpenSearch,
  startOpenSearch,
} from './opensearch.ts';
export { freePorts } from './ports.ts';
export { missingPrerequisite } from './prerequisites.ts';
export { type ProcessOptions, type RunningProcess, startProcess } from './process.ts';
export type { RunningSearchServer, RunningServer } from './running-server.ts';
export { findSchemathesis, type Schemathesis, type SchemathesisOptions } from './schemathesis.ts';
export {
  type AwsServerDescription,
  isMissing,
  type MissingServer,
  type ProvidedServers,
  type S3ServerDescription,
  type SearchServerDescription,
  type ServerDescriptions,
  type ServerName,
} from './server-descriptions.ts';
export { type StartedServers, startServers } from './start-servers.ts';
export { sharedServers } from './state-file.ts';
export { type RunningVersitygw, startVersitygw, type VersitygwOptions } from './versitygw.ts';
export { zipArchive } from './zip-archive.ts';
