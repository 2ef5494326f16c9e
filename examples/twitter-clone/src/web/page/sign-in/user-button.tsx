import type { ReactNode } from 'react';
import type { User } from '../../../api/api-types.ts';
import { initialsOf } from '../format/initials.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';

export interface UserButtonProps {
  readonly user: User;
  readonly isBusy: boolean;
  readonly onChoose: (user: User['user']) => Promise<void>;
}

export function UserButton({ user: { user, name, email }, isBusy, onChoose }: UserButtonProps): ReactNode {
  return (
    <button type="button" className="user-button" aria-busy={isBusy} onClick={() => void onChoose(user)}>
      <Avatar seed={user} letters={initialsOf(name)} />
      <span className="user-button-words">
        <span className="user-button-name">{name}</span>
        <span className="muted small">{email}</span>
      </span>
      <Icon name="next" />
    </button>
  );
}
