import { randomUUID } from 'node:crypto';
import type { SearchServerDescription } from '@export-engine/servers';

/** A real server, spoken to past the adapter. */
export interface SearchServer {
  readonly url: string;
  readonly product: SearchServerDescription['product'];
  /** Sends a request and gives the parsed answer. @throws Error for any status but `accept`. */
  request(method: string, path: string, body?: unknown, accept?: readonly number[]): Promise<Json>;
  /** Makes an index with a name of its own. */
  createIndex(options?: IndexOptions): Promise<string>;
  /** Adds documents, given as JSON text so that every digit is the test's own, and makes them visible. */
  addDocuments(index: string, documents: readonly string[], ids?: readonly string[]): Promise<void>;
  deleteIndex(index: string): Promise<void>;
  /** Points in time open on an index, times its shards. */
  openContexts(index: string): Promise<number>;
  /** Searches that run on an index right now. */
  runningSearches(index: string): Promise<number>;
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes; a wrong guess fails the test.
export type Json = any;

export interface IndexOptions {
  /** In front of a unique name. */
  readonly prefix?: string;
  readonly shards?: number;
  readonly settings?: object;
  readonly properties?: object;
  readonly dynamic?: boolean;
}

const REQUEST_TIMEOUT_MS = 60_000;

export function searchServer({ url, product }: Pick<SearchServerDescription, 'url' | 'product'>): SearchServer {
  const request: SearchServer['request'] = async (method, path, body, accept = [200, 201]) => {
    const isText = typeof body === 'string';
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': isText ? 'application/x-ndjson' : 'application/json' },
      body: body === undefined || isText ? ((body as string | undefined) ?? null) : JSON.stringify(body),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    const text = await response.text();
    if (!accept.includes(response.status))
      throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
    return JSON.parse(text);
  };
  const searchStats = async (index: string): Promise<Json> => {
    const stats = await request('GET', `/${index}/_stats/search`);
    return stats._all.total.search;
  };

  return {
    url,
    product,
    request,
    async createIndex({ prefix = 'rows', shards = 1, settings = {}, properties = {}, dynamic = true } = {}) {
      const index = `${prefix}-${randomUUID()}`;
      await request('PUT', `/${index}`, {
        settings: { number_of_shards: shards, number_of_replicas: 0, ...settings },
        mappings: { dynamic, properties },
      });
      return index;
    },
    async addDocuments(index, documents, ids) {
      const lines = documents.map((document, position) => {
        const id = ids?.[position];
        return `{"index":${id === undefined ? '{}' : JSON.stringify({ _id: id })}}\n${document}\n`;
      });
      const { errors, items } = await request('POST', `/${index}/_bulk?refresh=true`, lines.join(''));
      if (errors)
        throw new Error(`bulk: ${JSON.stringify(items.find((item: Json) => item.index.error)).slice(0, 500)}`);
    },
    async deleteIndex(index) {
      await request('DELETE', `/${index}`, undefined, [200, 404]);
    },
    openContexts: async (index) => (await searchStats(index)).open_contexts,
    async runningSearches(index) {
      const { query_current, fetch_current } = await searchStats(index);
      return query_current + fetch_current;
    },
  };
}
