import { type ReactNode, useState } from 'react';
import type { Session } from '../../../api/api-types.ts';
import type { Export } from '../api/exports-api.ts';
import { ExportDialog } from '../exports/export-dialog.tsx';
import { RecentExports } from '../exports/recent-exports.tsx';
import { searchWords } from '../format/search-words.ts';
import { useDocumentTitle } from '../hooks/use-document-title.ts';
import { useMediaQuery } from '../hooks/use-media-query.ts';
import { usePosts } from '../hooks/use-posts.ts';
import { navigate } from '../hooks/use-route.ts';
import { useAnnounce } from '../ui/announcer.tsx';
import { Results } from './results.tsx';
import type { Search } from './search.ts';
import { SearchForm } from './search-form.tsx';
import './search-view.css';

export interface SearchViewProps {
  readonly search: Search;
  readonly page: number;
  readonly session: Session;
  readonly exports: readonly Export[] | null;
  readonly onLearn: (status: Export) => void;
  readonly onWishDownload: (id: string) => void;
  readonly onUnauthorized: () => void;
}

const roomForTwoColumns = '(width >= 62rem)';

/** The search, what it finds, and the way to an export of it. */
export function SearchView(props: SearchViewProps): ReactNode {
  const { search, page, session, exports, onLearn, onWishDownload, onUnauthorized } = props;
  const posts = usePosts(search, page, onUnauthorized);
  const [isExporting, setIsExporting] = useState(false);
  const hasSide = useMediaQuery(roomForTwoColumns);
  const announce = useAnnounce();
  useDocumentTitle('Search');

  const started = (status: Export, isDirect: boolean): void => {
    if (isDirect) onWishDownload(status.id);
    onLearn(status);
    announce('Export started.');
    // Where its progress can't be seen beside the posts, it is shown instead of them.
    if (!hasSide) navigate({ view: 'exports' });
  };

  return (
    <div className="search-view">
      <div className="search-view-main">
        <h1 className="visually-hidden">Search posts</h1>
        <SearchForm
          key={`${search.text}|${search.from}|${search.to}`}
          search={search}
          onSearch={(wanted) => navigate({ view: 'search', search: wanted, page: 1 })}
        />
        <Results page={page} search={search} posts={posts} onExport={() => setIsExporting(true)} />
      </div>
      {hasSide && <RecentExports exports={exports} onLearn={onLearn} />}
      {isExporting && posts.found !== null && (
        <ExportDialog
          search={posts.found.search}
          total={posts.found.total}
          words={searchWords(posts.found.search)}
          email={session.email}
          onStarted={started}
          onClose={() => setIsExporting(false)}
          onUnauthorized={onUnauthorized}
        />
      )}
    </div>
  );
}
