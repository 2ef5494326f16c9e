import type { ReactNode } from 'react';
import { maxPagedPosts } from '../api/posts-api.ts';
import { formatCount } from '../format/numbers.ts';
import { routeHash } from '../shell/route.ts';
import { Icon } from '../ui/icon.tsx';
import './pagination.css';
import type { Search } from './search.ts';

export interface PaginationProps {
  readonly search: Search;
  /** 1 for the first. */
  readonly page: number;
  readonly pageSize: number;
  readonly total: number;
}

export function Pagination({ search, page, pageSize, total }: PaginationProps): ReactNode {
  const lastPage = Math.max(1, Math.ceil(Math.min(total, maxPagedPosts) / pageSize));
  const first = (page - 1) * pageSize + 1;
  const last = Math.min(page * pageSize, total);
  const link = (wanted: number): string | undefined =>
    wanted < 1 || wanted > lastPage ? undefined : routeHash({ view: 'search', search, page: wanted });
  return (
    <nav className="pagination" aria-label="Pages">
      <PageLink href={link(page - 1)}>
        <Icon name="back" /> Newer
      </PageLink>
      <p className="muted small numbers">
        {formatCount(first)}–{formatCount(last)} of {formatCount(total)}
        {page === lastPage && total > maxPagedPosts && ': pages end here, an export has them all'}
      </p>
      <PageLink href={link(page + 1)}>
        Older <Icon name="next" />
      </PageLink>
    </nav>
  );
}

/** A link without an address is one that can't be followed, and says so. */
function PageLink({ href, children }: { readonly href: string | undefined; readonly children: ReactNode }): ReactNode {
  return (
    <a className="button" href={href} role={href === undefined ? 'link' : undefined} aria-disabled={href === undefined}>
      {children}
    </a>
  );
}
