import type { ReactNode } from 'react';
import type { Session } from '../../../api/api-types.ts';
import { initialsOf } from '../format/initials.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import './account-menu.css';

export interface AccountMenuProps {
  readonly session: Session;
  readonly onLeave: () => void;
}

/** Who is signed in, and the way out. */
export function AccountMenu({ session: { user, name }, onLeave }: AccountMenuProps): ReactNode {
  return (
    <div className="account-menu">
      <Avatar seed={user} letters={initialsOf(name)} />
      <span className="account-menu-name" title={name}>
        {name}
      </span>
      <button type="button" className="button button-quiet button-small" onClick={onLeave}>
        <Icon name="out" />
        <span className="account-menu-out">Sign out</span>
      </button>
    </div>
  );
}
