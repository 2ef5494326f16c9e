import { text } from 'node:stream/consumers';
import type { SearchClient } from '@export-engine/adapter-elasticsearch';
import { ExportEngineError, type JsonObject } from '@export-engine/core';
import type { FoundPost } from '../../api/api-types.ts';
import type { Post } from '../../data/post.ts';
import type { PageInput } from '../page-input.ts';
import type { FoundPosts } from '../search-backend.ts';
import type { SearchCriteria } from '../search-criteria.ts';
import { postQuery } from './post-query.ts';

export interface SearchServer {
  /** For people and messages: `Elasticsearch`. */
  readonly name: string;
  readonly client: SearchClient;
  readonly index: string;
}

/** What a person waits for at most. */
const timeoutMs = 20_000;
const maxRetries = 2;

/** As a decimal format: every digit, where JSON.parse would make a number of an id and lose some. */
const exactIds = ['PostID', 'UserID'].map((field) => ({ field, format: '0' }));

/**
 * One page of posts, the newest first, and how many there are.
 *
 * @throws ExportEngineError `EXPORT_SOURCE_UNAVAILABLE`, `EXPORT_SOURCE_REJECTED`; the signal's reason
 */
export async function searchPosts(
  server: SearchServer,
  criteria: SearchCriteria,
  { page, pageSize, signal }: PageInput & { readonly signal: AbortSignal },
): Promise<FoundPosts> {
  const { hits } = await ask(
    server,
    {
      query: postQuery(criteria),
      // Ids begin with the time.
      sort: [{ PostID: 'desc' }],
      from: (page - 1) * pageSize,
      size: pageSize,
      track_total_hits: true,
      docvalue_fields: exactIds,
      _source: ['DateCreated', 'Content', 'Tags'],
    },
    signal,
  );
  return { total: hits.total.value, posts: hits.hits.map(foundPost) };
}

interface SearchAnswer {
  readonly hits: { readonly total: { readonly value: number }; readonly hits: readonly Hit[] };
}

interface Hit {
  readonly fields: { readonly PostID: readonly string[]; readonly UserID: readonly string[] };
  readonly _source: Omit<Post, 'PostID' | 'UserID'>;
}

/** What the two official clients, and ours, resolve with when they are asked for a stream. */
interface StreamedAnswer {
  readonly statusCode: number;
  readonly body: NodeJS.ReadableStream;
}

async function ask(
  { name, client, index }: SearchServer,
  search: JsonObject,
  signal: AbortSignal,
): Promise<SearchAnswer> {
  const request = {
    method: 'POST',
    path: `/${encodeURIComponent(index)}/_search`,
    // Half of the posts are worse than none.
    querystring: { allow_partial_search_results: 'false' },
    body: JSON.stringify(search),
  };
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const options = {
      asStream: true,
      meta: true,
      headers,
      maxRetries,
      requestTimeout: timeoutMs,
      signal: deadline,
    } as const;
    const { statusCode, body } = (await client.transport.request(request, options)) as StreamedAnswer;
    const answer = await text(body);
    if (statusCode === 200) return JSON.parse(answer) as SearchAnswer;
    throw refused(name, statusCode);
  } catch (error) {
    signal.throwIfAborted();
    if (ExportEngineError.isInstance(error)) throw error;
    throw new ExportEngineError('EXPORT_SOURCE_UNAVAILABLE', `${name} gave no answer to a search.`, { cause: error });
  }
}

function refused(name: string, status: number): ExportEngineError {
  const isPassing = status === 429 || status >= 500;
  const code = isPassing ? 'EXPORT_SOURCE_UNAVAILABLE' : 'EXPORT_SOURCE_REJECTED';
  return new ExportEngineError(code, `${name} answered a search with status ${status}.`, { details: { status } });
}

function foundPost({ fields, _source }: Hit): FoundPost {
  return {
    PostID: String(fields.PostID[0]),
    UserID: String(fields.UserID[0]),
    DateCreated: _source.DateCreated ?? null,
    Content: _source.Content ?? null,
    Tags: _source.Tags ?? null,
  };
}
