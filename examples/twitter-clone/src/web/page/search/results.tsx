import type { ReactNode } from 'react';
import { formatCount, formatCountOf } from '../format/numbers.ts';
import { searchWords } from '../format/search-words.ts';
import { useFocusOnChange } from '../hooks/use-focus-on-change.ts';
import type { PostsState } from '../hooks/use-posts.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { FoundPosts } from './found-posts.tsx';
import './results.css';
import type { Search } from './search.ts';
import { Skeletons } from './skeletons.tsx';

export interface ResultsProps {
  readonly search: Search;
  readonly page: number;
  readonly posts: PostsState;
  readonly onExport: () => void;
}

export function Results({
  search,
  page,
  posts: { found, isLoading, problem, retry },
  onExport,
}: ResultsProps): ReactNode {
  const heading = useFocusOnChange<HTMLHeadingElement>(JSON.stringify([search, page]));
  return (
    <section className="results" aria-labelledby="results-heading" aria-busy={isLoading}>
      <div className="results-head">
        <div>
          <h2 id="results-heading" ref={heading} tabIndex={-1}>
            {found === null ? (
              headingWithout(problem)
            ) : (
              <Counted total={found.total} words={searchWords(found.search)} />
            )}
          </h2>
          {found !== null && found.total > 0 && <p className="muted small">Newest first</p>}
        </div>
        {found !== null && found.total > 0 && (
          <button type="button" className="button button-primary" onClick={onExport}>
            <Icon name="download" />
            <span className="numbers">Export all {formatCount(found.total)}</span>
          </button>
        )}
      </div>
      <ProblemNote words={problem} onRetry={retry} />
      {found === null && isLoading && <Skeletons />}
      {found?.total === 0 && (
        <EmptyState icon="search" title="No posts found">
          All words must be in a post. Try fewer of them, or a longer range of days.
        </EmptyState>
      )}
      {found !== null && found.total > 0 && <FoundPosts found={found} isOld={isLoading} />}
    </section>
  );
}

function Counted({ total, words }: { readonly total: number; readonly words: string }): ReactNode {
  return (
    <>
      <span className="numbers">{formatCountOf(total, 'post', 'posts')}</span>{' '}
      <span className="results-words">{words}</span>
    </>
  );
}

function headingWithout(problem: string | null): string {
  return problem === null ? 'Searching …' : 'Nothing to show';
}
