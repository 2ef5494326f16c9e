import type { ReactNode } from 'react';
import { Icon, type IconName } from '../ui/icon.tsx';
import './navigation.css';
import { type Route, routeHash, searchRoute, type View } from './route.ts';

export interface NavigationProps {
  readonly view: View;
  /** How many new or unfinished things wait behind each entry; `null` where there is no such view. */
  readonly badges: Readonly<Record<View, number | null>>;
}

interface Entry {
  readonly route: Route;
  readonly text: string;
  readonly icon: IconName;
  /** Goes with the badge's number. */
  readonly badgeWords: string;
}

const entries: readonly Entry[] = [
  { route: searchRoute, text: 'Search', icon: 'search', badgeWords: '' },
  { route: { view: 'exports' }, text: 'Exports', icon: 'files', badgeWords: 'under way' },
  { route: { view: 'mailbox' }, text: 'Mailbox', icon: 'mail', badgeWords: 'new' },
];

export function Navigation({ view, badges }: NavigationProps): ReactNode {
  return (
    <nav className="navigation" aria-label="Views">
      <ul>
        {entries
          .filter(({ route }) => badges[route.view] !== null)
          .map(({ route, text, icon, badgeWords }) => (
            <li key={route.view}>
              <a href={routeHash(route)} aria-current={route.view === view ? 'page' : undefined}>
                <Icon name={icon} />
                {text}
                {(badges[route.view] ?? 0) > 0 && (
                  <span className="badge numbers">
                    {badges[route.view]}
                    <span className="visually-hidden"> {badgeWords}</span>
                  </span>
                )}
              </a>
            </li>
          ))}
      </ul>
    </nav>
  );
}
