import type { Accounts } from '../accounts/accounts.ts';
import type { PageConfig } from '../config/page-config.ts';
import { type ExportsApi, exportsApi } from './exports-api.ts';
import { type MailboxApi, mailboxApi } from './mailbox-api.ts';
import { type PostsApi, postsApi } from './posts-api.ts';
import { createRequestJson } from './request-json.ts';

/** Everything that the page asks of the application. */
export interface Api {
  readonly posts: PostsApi;
  readonly exports: ExportsApi;
  /** `null` where mails go to real mailboxes. */
  readonly mailbox: MailboxApi | null;
}

export function createApi({ apiUrl, webSocketUrl, mailbox }: PageConfig, accounts: Accounts): Api {
  const requestJson = createRequestJson({ apiUrl, authorize: accounts.headers });
  return {
    posts: postsApi(requestJson),
    exports: exportsApi({
      requestJson,
      pushUrl: webSocketUrl ?? ownPushUrl(),
      // A browser's events come with cookies, and with no header that says who asks.
      hasEvents: accounts.kind === 'local',
    }),
    mailbox: mailbox ? mailboxApi(requestJson) : null,
  };
}

function ownPushUrl(): string {
  return new URL('/api/push', window.location.href.replace(/^http/, 'ws')).href;
}
