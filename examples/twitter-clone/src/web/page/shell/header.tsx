import type { ReactNode } from 'react';
import type { Session } from '../../../api/api-types.ts';
import { Brand } from '../ui/brand.tsx';
import { AccountMenu } from './account-menu.tsx';
import './header.css';
import { Navigation, type NavigationProps } from './navigation.tsx';

export interface HeaderProps extends NavigationProps {
  readonly session: Session;
  readonly onLeave: () => void;
}

export function Header({ session, onLeave, view, badges }: HeaderProps): ReactNode {
  return (
    <header className="header">
      <div className="header-row">
        <Brand />
        <Navigation view={view} badges={badges} />
        <AccountMenu session={session} onLeave={onLeave} />
      </div>
    </header>
  );
}
