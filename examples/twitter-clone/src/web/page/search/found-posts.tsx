import type { ReactNode } from 'react';
import type { FoundPage } from '../hooks/use-posts.ts';
import { routeHash } from '../shell/route.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import './found-posts.css';
import { Pagination } from './pagination.tsx';
import { PostCard } from './post-card.tsx';

export interface FoundPostsProps {
  readonly found: FoundPage;
  /** Others are looked for. */
  readonly isOld: boolean;
}

/** One page of posts, and the way to the others. */
export function FoundPosts({ found, isOld }: FoundPostsProps): ReactNode {
  const { search, page, pageSize, total, posts } = found;
  if (posts.length === 0) {
    return (
      <EmptyState icon="search" title="There are no more posts">
        Go to the <a href={routeHash({ view: 'search', search, page: 1 })}>first page</a>.
      </EmptyState>
    );
  }
  return (
    <>
      <ol className={isOld ? 'found-posts found-posts-old' : 'found-posts'}>
        {posts.map((post) => (
          <li key={post.PostID}>
            <PostCard post={post} searchText={search.text} />
          </li>
        ))}
      </ol>
      <Pagination search={search} page={page} pageSize={pageSize} total={total} />
    </>
  );
}
