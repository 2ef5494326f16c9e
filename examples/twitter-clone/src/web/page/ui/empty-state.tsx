import type { ReactNode } from 'react';
import './empty-state.css';
import { Icon, type IconName } from './icon.tsx';

export interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children: ReactNode;
}

/** What stands where a list would be: why there is none, and what to do about it. */
export function EmptyState({ icon, title, children }: EmptyStateProps): ReactNode {
  return (
    <div className="empty-state">
      <span className="empty-state-icon">
        <Icon name={icon} />
      </span>
      <p className="empty-state-title">{title}</p>
      <p className="muted">{children}</p>
    </div>
  );
}
