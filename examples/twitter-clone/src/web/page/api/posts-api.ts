import type { PostsPage } from '../../../api/api-types.ts';
import type { Search } from '../search/search.ts';
import { requestJson } from './request-json.ts';

const pageSize = 20;

/** The server pages no deeper; an export has all the rest. */
export const maxPagedPosts = 10_000;

export async function searchPosts(search: Search, page: number, options: { signal: AbortSignal }): Promise<PostsPage> {
  const query = new URLSearchParams({ ...search, page: String(page), pageSize: String(pageSize) });
  return requestJson<PostsPage>(`/api/posts?${query}`, options);
}
