import type { ReactNode } from 'react';
import type { FoundPost } from '../../../api/api-types.ts';
import { formatDay, formatExactTime } from '../format/times.ts';
import { Avatar } from '../ui/avatar.tsx';
import { HighlightedText } from './highlighted-text.tsx';
import './post-card.css';

export interface PostCardProps {
  readonly post: FoundPost;
  readonly searchText: string;
}

export function PostCard({ post: { UserID, DateCreated, Content, Tags }, searchText }: PostCardProps): ReactNode {
  return (
    <article className="post-card">
      <Avatar seed={UserID} letters={UserID.slice(-2)} />
      <div className="post-card-body">
        <p className="post-card-head">
          <span className="post-card-user numbers">User {UserID}</span>
          {DateCreated === null ? (
            <span className="muted small">No date</span>
          ) : (
            <time className="muted small" dateTime={DateCreated} title={formatExactTime(DateCreated)}>
              {formatDay(DateCreated.slice(0, 10))}
            </time>
          )}
        </p>
        {Content === null ? (
          <p className="muted">
            <em>This post has no text.</em>
          </p>
        ) : (
          <p className="post-card-text" dir="auto">
            <HighlightedText text={Content} search={searchText} />
          </p>
        )}
        {Tags !== null && Tags.length > 0 && (
          <ul className="post-card-tags" aria-label="Tags">
            {[...new Set(Tags)].map((tag) => (
              <li key={tag} dir="auto">
                #{tag}
              </li>
            ))}
          </ul>
        )}
      </div>
    </article>
  );
}
