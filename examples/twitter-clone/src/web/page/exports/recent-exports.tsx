import type { ReactNode } from 'react';
import type { Export } from '../api/exports-api.ts';
import { routeHash } from '../shell/route.ts';
import { ExportList } from './export-list.tsx';
import './recent-exports.css';

export interface RecentExportsProps {
  readonly exports: readonly Export[] | null;
  readonly onLearn: (status: Export) => void;
}

const shown = 4;

/** The newest exports, beside the search. */
export function RecentExports({ exports, onLearn }: RecentExportsProps): ReactNode {
  const hidden = (exports?.length ?? 0) - shown;
  return (
    <aside className="recent-exports" aria-labelledby="recent-exports-heading">
      <h2 id="recent-exports-heading">Your exports</h2>
      <ExportList exports={exports?.slice(0, shown) ?? null} onLearn={onLearn} titleAs="h3" />
      {hidden > 0 && <a href={routeHash({ view: 'exports' })}>See all exports</a>}
    </aside>
  );
}
