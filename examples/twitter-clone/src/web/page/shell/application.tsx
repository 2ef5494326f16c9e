import type { ReactNode } from 'react';
import type { Session } from '../../../api/api-types.ts';
import { useApi } from '../api/api-context.ts';
import { wordsOf } from '../api/api-error.ts';
import { isActive } from '../api/exports-api.ts';
import { endingWords, pushToast } from '../exports/ending-words.ts';
import { useDirectDownloads } from '../hooks/use-direct-downloads.ts';
import { useEndings } from '../hooks/use-endings.ts';
import { useExports } from '../hooks/use-exports.ts';
import { useFocusOnChange } from '../hooks/use-focus-on-change.ts';
import { useMailbox } from '../hooks/use-mailbox.ts';
import { usePush } from '../hooks/use-push.ts';
import { useRoute } from '../hooks/use-route.ts';
import { useToasts } from '../hooks/use-toasts.ts';
import { ToastRegion } from '../toasts/toast-region.tsx';
import { useAnnounce } from '../ui/announcer.tsx';
import './application.css';
import { ConnectionBanner } from './connection-banner.tsx';
import { CurrentView } from './current-view.tsx';
import { Header } from './header.tsx';
import { searchRoute } from './route.ts';

export interface ApplicationProps {
  readonly session: Session;
  readonly onLeave: () => Promise<void>;
  readonly onUnauthorized: () => void;
}

/** Everything behind the sign-in. What lasts longer than a view is kept here. */
export function Application({ session, onLeave, onUnauthorized }: ApplicationProps): ReactNode {
  const { mailbox: mailboxApi } = useApi();
  const wanted = useRoute();
  const route = wanted.view === 'mailbox' && mailboxApi === null ? searchRoute : wanted;
  const { exports, isReachable, learn } = useExports(onUnauthorized);
  const { toasts, show, dismiss } = useToasts();
  const announce = useAnnounce();
  const mailbox = useMailbox({
    user: session.user,
    isOpen: route.view === 'mailbox',
    sentCount: (exports ?? []).flatMap(({ deliveries }) => deliveries).filter(isMailSent).length,
    onUnauthorized,
  });

  const wishDownload = useDirectDownloads(exports, (error) =>
    show({ id: 'download', tone: 'bad', title: 'The download did not start', detail: wordsOf(error) }),
  );
  useEndings(exports, (status) => announce(endingWords(status)));
  usePush(exports, (ending) => show(pushToast(ending)));

  const leave = (): void => {
    onLeave().catch((error: unknown) =>
      show({ id: 'leave', tone: 'bad', title: 'You are still signed in', detail: wordsOf(error) }),
    );
  };
  const activeCount = (exports ?? []).filter(isActive).length;
  const main = useFocusOnChange<HTMLElement>(route.view);

  return (
    <>
      <button type="button" className="button skip-link" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <Header
        session={session}
        view={route.view}
        badges={{ search: 0, exports: activeCount, mailbox: mailboxApi === null ? null : mailbox.newCount }}
        onLeave={leave}
      />
      <ConnectionBanner isReachable={isReachable} />
      <main className="application" ref={main} tabIndex={-1}>
        <CurrentView
          route={route}
          session={session}
          exports={exports}
          mailbox={mailbox}
          onLearn={learn}
          onWishDownload={wishDownload}
          onUnauthorized={onUnauthorized}
        />
      </main>
      <ToastRegion toasts={toasts} onDismiss={dismiss} />
    </>
  );
}

function isMailSent({ notifier, status }: { readonly notifier: string; readonly status: string }): boolean {
  return notifier === 'email' && status === 'sent';
}
