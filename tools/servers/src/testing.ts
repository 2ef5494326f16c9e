import { describe, inject } from 'vitest';
import type {} from './global-setup.ts';
import { isMissing, type MissingServer, type ServerDescriptions, type ServerName } from './server-descriptions.ts';

export { describeWithChromium } from './chromium-testing.ts';

/**
 * A `describe` whose tests need a real server. Without it they are skipped, counted, under a title that says how to get
 * it; the body is collected all the same, with a description that leads nowhere, so it may build clients but not use them.
 *
 * @example
 * ```ts
 * describeWithServer('elasticsearch92', (server) => {
 *   it('answers', async () => expect((await fetch(server.url)).status).toBe(405));
 * });
 * ```
 */
export function describeWithServer<Name extends ServerName>(
  name: Name,
  body: (server: ServerDescriptions[Name]) => void,
): void {
  const server: ServerDescriptions[Name] | MissingServer = inject('servers')?.[name] ?? NO_SET_UP;
  if (isMissing(server)) {
    // biome-ignore lint/suspicious/noSkippedTests: a missing server is a loud, counted skip; with CI=true it is a failure.
    describe.skip(`${name} [SKIPPED, server missing: ${server.missing.split('\n', 1)[0]}]`, () => body(NOWHERE[name]));
  } else {
    describe(name, () => body(server));
  }
}

const NO_SET_UP: MissingServer = { missing: 'this vitest project has no global set-up that starts servers.' };

/** Port 9 is "discard" (RFC 863): nothing answers there. */
const NOWHERE_URL = 'http://127.0.0.1:9';

const NOWHERE: ServerDescriptions = {
  elasticsearch92: { product: 'elasticsearch', url: NOWHERE_URL, version: '9.2.0' },
  elasticsearch819: { product: 'elasticsearch', url: NOWHERE_URL, version: '8.19.2' },
  opensearch38: { product: 'opensearch', url: NOWHERE_URL, version: '3.8.0' },
  opensearch219: { product: 'opensearch', url: NOWHERE_URL, version: '2.19.1' },
  s3: { endpoint: NOWHERE_URL, region: 'us-east-1', accessKeyId: 'none', secretAccessKey: 'none' },
  aws: { endpoint: NOWHERE_URL, region: 'us-east-1', accessKeyId: 'none', secretAccessKey: 'none' },
};
