import type { Mail } from '../../../api/api-types.ts';
import type { RequestJson } from './request-json.ts';

export interface MailboxApi {
  /** The newest first. */
  list(options: { readonly signal: AbortSignal }): Promise<readonly Mail[]>;
}

export function mailboxApi(requestJson: RequestJson): MailboxApi {
  return {
    list: async (options) => (await requestJson<{ readonly mails: readonly Mail[] }>('/api/mailbox', options)).mails,
  };
}
