import { type Check, custom } from '@export-engine/core';

/**
 * What this package needs of a client: its transport. Every request goes through it, so whatever the application
 * configured there (credentials, SigV4, proxies, node selection) applies. The clients of `@elastic/elasticsearch` and
 * `@opensearch-project/opensearch` both fit.
 */
export interface SearchClient {
  readonly transport: {
    request(params: TransportParams, options: TransportOptions): PromiseLike<unknown>;
  };
}

export interface TransportParams {
  method: string;
  path: string;
  querystring?: Record<string, string>;
  body?: string;
}

export interface TransportOptions {
  asStream: true;
  meta: true;
  headers: Record<string, string>;
  maxRetries: number;
  requestTimeout: number;
  signal: AbortSignal;
}

/** The check of a factory's `client` option. */
export function searchClient(packageName: string): Check {
  return custom(`a client of ${packageName} (an object with transport.request)`, (value) => {
    const transport = (value as { readonly transport?: { readonly request?: unknown } } | null | undefined)?.transport;
    return typeof transport?.request === 'function';
  });
}
