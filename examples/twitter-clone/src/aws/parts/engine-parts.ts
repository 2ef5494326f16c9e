import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { s3Sink, s3Store } from '@export-engine/adapter-s3';
import type { Sink, Store } from '@export-engine/core';
import {
  type ConnectionRegistry,
  type ConnectionTransport,
  connectionRegistry,
} from '@export-engine/notifier-websocket';
import { apiGatewayTransport } from '@export-engine/notifier-websocket/api-gateway';
import type { SearchBackend } from '../../search/search-backend.ts';
import type { EngineSettings } from '../settings/settings.ts';
import { createBackend } from './create-backend.ts';
import { readSecret } from './read-secret.ts';
import { searchAuthorization } from './search-authorization.ts';

/** What every function is made of. */
export interface EngineParts {
  /** The application's one secret, for `secretFor`. */
  readonly secret: string;
  readonly applicationUrl: string;
  readonly backend: SearchBackend;
  readonly sink: Sink;
  readonly store: Store;
  /** To the connections of all functions. */
  readonly transport: ConnectionTransport;
  /** Who waits for which ending, in the two languages in which it is told. */
  readonly connections: { readonly push: ConnectionRegistry; readonly wire: ConnectionRegistry };
}

/** @throws Error of the SDK when a secret can't be read */
export async function engineParts(settings: EngineSettings): Promise<EngineParts> {
  const { storage, search, secretArn, applicationUrl, pushEndpoint } = settings;
  const secrets = new SecretsManagerClient({});
  const [secret, authorization] = await Promise.all([
    readSecret(secrets, secretArn),
    search.secretArn === null ? null : readSecret(secrets, search.secretArn).then(searchAuthorization),
  ]);
  const { bucket, filePrefix, storePrefix, hasBucketInPath } = storage;
  const client = new S3Client({ forcePathStyle: hasBucketInPath });
  const store = s3Store({ client, bucket, keyPrefix: storePrefix });
  return {
    secret,
    applicationUrl,
    backend: createBackend(search, authorization),
    sink: s3Sink({ client, bucket, keyPrefix: filePrefix }),
    store,
    transport: apiGatewayTransport({ client: new ApiGatewayManagementApiClient({ endpoint: pushEndpoint }) }),
    connections: {
      push: connectionRegistry({ store, keyPrefix: 'push/' }),
      wire: connectionRegistry({ store, keyPrefix: 'wire/' }),
    },
  };
}
