import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import type { ExportEngine, Notifier } from '@export-engine/core';
import { emailNotifier } from '@export-engine/notifier-email';
import { sesTransport } from '@export-engine/notifier-email/ses';
import { pushTickets } from '@export-engine/notifier-websocket';
import { createExportServer } from '@export-engine/runtime-node';
import type { AwsServerDescription } from '@export-engine/servers';
import { verifyWithJwks } from 'hono/jwt';
import { exportApiOptions } from '../../src/api/exports/export-api-options.ts';
import type { PageFiles } from '../../src/api/page/page-files.ts';
import { secretFor } from '../../src/api/secrets.ts';
import { localExecutionArnOf } from '../../src/api/wire/execution-arn.ts';
import { createTaskTokens } from '../../src/api/wire/task-tokens.ts';
import { claimsIdentities } from '../../src/aws/http/claims-identities.ts';
import { type HttpApplication, httpApplication } from '../../src/aws/http/http-application.ts';
import { fileUrl } from '../../src/aws/parts/file-url.ts';
import { builtPage } from '../../src/demo/built-page.ts';
import { embeddedParts } from '../../src/demo/embedded-parts.ts';
import { freePort } from '../../src/demo/free-port.ts';
import type { SearchBackend } from '../../src/search/search-backend.ts';
import type { TestUserPool } from './user-pool.ts';

/** What stands in for CloudFront, API Gateway and Lambda: the page with its `config.json`, and the application behind it. */
export interface CloudStandIn {
  readonly url: string;
  /** What went wrong and nobody was told of. */
  readonly errors: readonly unknown[];
  stop(): Promise<void>;
}

export interface CloudStandInOptions {
  readonly aws: AwsServerDescription;
  readonly pool: TestUserPool;
  readonly posts: number;
}

const { signal } = new AbortController();
const sender = 'exports@murmur.example';

/** The application's own code for AWS, in this process; Cognito is the emulator's. */
export async function startCloudStandIn({ aws, pool, posts }: CloudStandInOptions): Promise<CloudStandIn> {
  const folder = await mkdtemp(join(tmpdir(), 'twitter-clone-cloud-'));
  const port = await freePort(0);
  const url = `http://127.0.0.1:${port}`;
  const page = await builtPage(() => undefined);
  const parts = await embeddedParts({ posts, dataFolder: folder, url, output: { write: () => true }, signal });
  const backend = parts.backend as SearchBackend;
  const { secret, store, sink, files } = parts;
  const errors: unknown[] = [];
  const identities = claimsIdentities();
  const pushSecret = secretFor('push ticket', secret);
  const server = createExportServer({
    engine: {
      source: backend.source,
      sink,
      store,
      notifiers: [await mail(aws)],
      fileUrl: (exportId, { token }) => fileUrl(url, exportId, token),
      fileAccess: { secret: secretFor('file access', secret) },
    },
    api: exportApiOptions({ backend, partitions: 1, identities }),
    push: { secret: pushSecret, path: '/api/push' },
    fetch: answer,
    port,
    onError: (error) => errors.push(error),
  });
  const engine = server.engine as ExportEngine;
  const application = httpApplication({
    engine,
    backend,
    identities,
    tickets: pushTickets({ engine, secret: pushSecret, store }),
    taskTokens: createTaskTokens({ secret: secretFor('task token', secret) }),
    executionArnOf: localExecutionArnOf,
    partitions: 1,
    onError: (error) => errors.push(error),
  });
  const authorized = jwtAuthorizer(application, { aws, pool });
  const served = pageWithConfig(page, { aws, pool, url });

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/files/exports/')) return files?.fetch(request) ?? new Response(null, { status: 404 });
    if (pathname.startsWith('/api/')) return authorized(request);
    // A route without an authorizer.
    return pathname.startsWith('/files/') ? application(request, { event: {} }) : served(pathname);
  }

  await server.start();
  return {
    url,
    errors,
    async stop() {
      await server.close();
      await parts.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** By the emulator's SES. */
async function mail({ endpoint, region, ...credentials }: AwsServerDescription): Promise<Notifier> {
  const client = new SESClient({ endpoint, region, credentials });
  await client.send(new VerifyEmailIdentityCommand({ EmailAddress: sender }));
  return emailNotifier({ transport: sesTransport({ client }), from: sender });
}

interface Cloud {
  readonly aws: AwsServerDescription;
  readonly pool: TestUserPool;
}

/** As API Gateway: a token of the user pool that is good, or 401; its claims are handed on as text. */
function jwtAuthorizer(application: HttpApplication, { aws, pool }: Cloud): (request: Request) => Promise<Response> {
  const jwks_uri = `${aws.endpoint}/${pool.id}/.well-known/jwks.json`;
  return async (request) => {
    const token = request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
    const payload = await verifyWithJwks(token, { jwks_uri, allowedAlgorithms: ['RS256'] }).catch(() => null);
    if (payload?.['aud'] !== pool.clientId) return Response.json({ message: 'Unauthorized' }, { status: 401 });
    const claims = Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
    return application(request, { event: { requestContext: { authorizer: { jwt: { claims } } } } });
  };
}

/** As CloudFront: files, `config.json` among them, under the rules that the infrastructure sets. */
function pageWithConfig(page: PageFiles, { aws, pool, url }: Cloud & { readonly url: string }) {
  const webSocketUrl = `${url.replace('http', 'ws')}/api/push`;
  const config = {
    signIn: {
      kind: 'cognito',
      region: aws.region,
      userPoolId: pool.id,
      clientId: pool.clientId,
      endpoint: aws.endpoint,
    },
    apiUrl: '',
    webSocketUrl,
    mailbox: false,
  };
  const policy = `default-src 'self'; connect-src 'self' ${aws.endpoint} ${webSocketUrl}; frame-ancestors 'none'; form-action 'self'; base-uri 'none'`;
  return (path: string): Response => {
    if (path === '/config.json') return Response.json(config);
    const file = page.get(path === '/' ? '/index.html' : path);
    if (file === undefined) return new Response(null, { status: 404 });
    return new Response(file.bytes, { headers: { 'content-type': file.type, 'content-security-policy': policy } });
  };
}
