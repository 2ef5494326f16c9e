import type { PostsPage } from '../../../api/api-types.ts';
import type { Search } from '../search/search.ts';
import type { RequestJson } from './request-json.ts';

export interface PostsApi {
  /** @param page 1 for the first */
  search(search: Search, page: number, options: { readonly signal: AbortSignal }): Promise<PostsPage>;
}

const pageSize = 20;

/** The server pages no deeper; an export has all the rest. */
export const maxPagedPosts = 10_000;

export function postsApi(requestJson: RequestJson): PostsApi {
  return {
    search(search, page, options) {
      const query = new URLSearchParams({ ...search, page: String(page), pageSize: String(pageSize) });
      return requestJson(`/api/posts?${query}`, options);
    },
  };
}
