import { useCallback, useEffect, useState } from 'react';
import type { PostsPage } from '../../../api/api-types.ts';
import { useApi } from '../api/api-context.ts';
import { isUnauthorized, wordsOf } from '../api/api-error.ts';
import type { Search } from '../search/search.ts';
import { useLatest } from './use-latest.ts';

export interface FoundPage extends PostsPage {
  /** What it was found with. */
  readonly search: Search;
}

export interface PostsState {
  /** The last page that was found; while another is looked for, still that one. */
  readonly found: FoundPage | null;
  readonly isLoading: boolean;
  /** Why nothing could be found, in words. */
  readonly problem: string | null;
  readonly retry: () => void;
}

/** One page of the posts that a search finds. */
export function usePosts(search: Search, page: number, onUnauthorized: () => void): PostsState {
  const [state, setState] = useState<Omit<PostsState, 'retry'>>({ found: null, isLoading: true, problem: null });
  const [attempt, setAttempt] = useState(0);
  const unauthorized = useLatest(onUnauthorized);
  const api = useApi();
  const { text, from, to } = search;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt asks again for the same.
  useEffect(() => {
    const controller = new AbortController();
    const wanted = { text, from, to };
    setState(({ found }) => ({ found, isLoading: true, problem: null }));
    api.posts.search(wanted, page, controller).then(
      (answer) => setState({ found: { ...answer, search: wanted }, isLoading: false, problem: null }),
      (error: unknown) => {
        if (controller.signal.aborted) return;
        if (isUnauthorized(error)) unauthorized.current();
        setState({ found: null, isLoading: false, problem: wordsOf(error) });
      },
    );
    return () => controller.abort();
  }, [text, from, to, page, attempt, api, unauthorized]);

  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { ...state, retry };
}
