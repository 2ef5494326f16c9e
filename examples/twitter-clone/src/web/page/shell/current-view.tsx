import type { ReactNode } from 'react';
import type { Session } from '../../../api/api-types.ts';
import type { Export } from '../api/exports-api.ts';
import { ExportsView } from '../exports/exports-view.tsx';
import type { MailboxState } from '../hooks/use-mailbox.ts';
import { MailboxView } from '../mailbox/mailbox-view.tsx';
import { SearchView } from '../search/search-view.tsx';
import type { Route } from './route.ts';

export interface CurrentViewProps {
  readonly route: Route;
  readonly session: Session;
  readonly exports: readonly Export[] | null;
  readonly mailbox: MailboxState;
  readonly onLearn: (status: Export) => void;
  readonly onWishDownload: (id: string) => void;
  readonly onUnauthorized: () => void;
}

export function CurrentView({ route, session, exports, mailbox, ...callbacks }: CurrentViewProps): ReactNode {
  switch (route.view) {
    case 'search':
      return <SearchView search={route.search} page={route.page} session={session} exports={exports} {...callbacks} />;
    case 'exports':
      return <ExportsView exports={exports} onLearn={callbacks.onLearn} />;
    case 'mailbox':
      return <MailboxView mailbox={mailbox} email={session.email} />;
  }
}
